import pytest
from django.urls import NoReverseMatch, reverse

from outbox import kinds
from outbox.models import Message
from outbox.queue import note_bounce
from tests import tree

from .letters import letter

pytestmark = pytest.mark.django_db
LIST = "outbox_messages:index"


def dead_letter(cause="registered:12:1"):
    message = letter(cause=cause)
    Message.objects.filter(pk=message.pk).update(
        failed_at=message.created_at, last_error="SMTPDataError 451", attempts=8
    )
    return message


def sent_letter(cause="registered:12:1"):
    message = letter(cause=cause)
    Message.objects.filter(pk=message.pk).update(sent_at=message.created_at, attempts=1)
    return message


def page(client, user, **query):
    client.force_login(user)
    return client.get(reverse(LIST), query)


def test_someone_without_the_right_sees_no_list(client, staff):
    assert page(client, staff()).status_code == 302


def test_the_list_says_what_became_of_each_message(client, staff):
    dead_letter()

    content = page(client, staff("view_message")).content.decode()

    assert "En échec" in content
    assert "SMTPDataError 451" in content


def test_a_dead_letter_whose_recipient_was_erased_is_not_offered_again(client, admin_user):
    kept, erased = dead_letter("registered:12:1"), dead_letter("registered:12:2")
    Message.objects.filter(pk=erased.pk).update(recipient="")

    content = page(client, admin_user).content.decode()

    offered = {one for one in (kept, erased) if reverse("outbox_messages:retry", args=[one.pk]) in content}
    assert offered == {kept}


def test_a_recipient_shows_only_to_those_who_may_see_it(client, staff):
    letter(recipient="famille@courriel.example")
    user = staff("view_message")
    assert "famille@courriel.example" not in page(client, user).content.decode()


def test_a_recipient_shows_to_those_who_may_see_it(client, staff):
    letter(recipient="famille@courriel.example")
    user = staff("view_message", "view_recipient")
    assert "famille@courriel.example" in page(client, user).content.decode()


def test_the_words_of_a_message_show_to_nobody(client, admin_user):
    letter(subject="Votre inscription au café", text="Bonjour Amina", html="<p>Bonjour Amina</p>")

    content = page(client, admin_user).content.decode()

    assert "Votre inscription au café" not in content
    assert "Amina" not in content


def test_the_list_is_filtered_by_state(client, staff):
    letter(cause="waiting")
    dead = dead_letter("dead")

    response = page(client, staff("view_message"), state="dead_letter")

    assert list(response.context["object_list"]) == [dead]


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_costs_the_same_at_any_length(client, staff, count, django_assert_max_num_queries):
    user = staff("view_message", "view_recipient", "retry_message", "bounce_message")
    for number in range(count):
        dead_letter(f"registered:{number}")
        sent_letter(f"sent:{number}")
    page(client, user)

    with django_assert_max_num_queries(20) as queries:
        page(client, user)

    assert len([query for query in queries.captured_queries if "outbox_message" in query["sql"]]) == 2


def test_a_dead_letter_is_sent_again(client, staff, mailoutbox):
    dead = dead_letter()
    client.force_login(staff("view_message", "retry_message"))

    response = client.post(reverse("outbox_messages:retry", args=[dead.pk]))

    assert (response.status_code, response.url) == (302, reverse(LIST))
    assert list(Message.objects.due()) == [dead]


def test_the_button_stands_beside_dead_letters_alone(client, staff):
    waiting, dead = letter(cause="waiting"), dead_letter("dead")

    content = page(client, staff("view_message", "retry_message")).content.decode()

    assert reverse("outbox_messages:retry", args=[dead.pk]) in content
    assert reverse("outbox_messages:retry", args=[waiting.pk]) not in content


def test_a_message_is_noted_as_come_back(client, staff):
    sent = sent_letter()
    client.force_login(staff("view_message", "bounce_message"))

    response = client.post(reverse("outbox_messages:bounce", args=[sent.pk]))

    assert (response.status_code, response.url) == (302, reverse(LIST))
    assert list(Message.objects.bounced()) == [sent]


def test_the_button_for_what_came_back_stands_beside_sent_messages_alone(client, staff):
    waiting, dead, sent = letter(cause="waiting"), dead_letter("dead"), sent_letter("sent")

    content = page(client, staff("view_message", "bounce_message")).content.decode()

    addresses = [reverse("outbox_messages:bounce", args=[message.pk]) for message in (waiting, dead, sent)]
    assert [address in content for address in addresses] == [False, False, True]
    assert "Réessayer" not in content


def test_a_message_that_never_left_is_not_noted_as_come_back(client, admin_user):
    waiting = letter()
    client.force_login(admin_user)

    response = client.post(reverse("outbox_messages:bounce", args=[waiting.pk]), follow=True)

    assert "n’est pas parti" in response.content.decode()
    assert list(Message.objects.waiting()) == [waiting]


@pytest.mark.parametrize("permission", [[], ["retry_message"]])
def test_someone_without_the_right_notes_nothing_as_come_back(client, staff, permission):
    sent = sent_letter()
    client.force_login(staff("view_message", *permission))

    client.post(reverse("outbox_messages:bounce", args=[sent.pk]))

    assert list(Message.objects.bounced()) == []


def test_looking_at_the_address_of_the_button_notes_nothing(client, admin_user):
    client.force_login(admin_user)

    assert client.get(reverse("outbox_messages:bounce", args=[sent_letter().pk])).status_code == 200
    assert list(Message.objects.bounced()) == []


def test_the_list_shows_what_came_back(client, staff):
    back = sent_letter("back")
    sent_letter("sent")
    note_bounce(back)

    response = page(client, staff("view_message"), state="bounced")

    assert list(response.context["object_list"]) == [back]
    assert "Revenu" in response.content.decode()


def test_someone_who_may_only_look_sends_nothing_again(client, staff):
    dead = dead_letter()
    client.force_login(staff("view_message"))

    client.post(reverse("outbox_messages:retry", args=[dead.pk]))

    assert list(Message.objects.dead_letters()) == [dead]


def test_looking_at_the_address_of_the_button_sends_nothing_again(client, admin_user):
    dead = dead_letter()
    client.force_login(admin_user)

    assert client.get(reverse("outbox_messages:retry", args=[dead.pk])).status_code == 200
    assert list(Message.objects.dead_letters()) == [dead]


def test_a_sent_message_is_not_sent_again(client, admin_user):
    sent = letter()
    Message.objects.update(sent_at=sent.created_at)
    client.force_login(admin_user)

    client.post(reverse("outbox_messages:retry", args=[sent.pk]))

    assert list(Message.objects.due()) == []


@pytest.mark.parametrize("view", ["add", "edit", "delete", "copy", "inspect", "history", "usage"])
def test_no_address_changes_a_message(view):
    with pytest.raises(NoReverseMatch):
        reverse(f"outbox_messages:{view}", args=[] if view == "add" else [letter().pk])


def test_not_even_an_administrator_may_change_a_message(admin_user):
    from wagtail.permissions import policy_registry

    policy = policy_registry.get_by_type(Message)
    allowed = [
        action
        for action in ("add", "change", "delete", "view", "retry")
        if policy.user_has_permission(admin_user, action)
    ]

    assert allowed == ["view", "retry"]


@pytest.mark.parametrize(("permissions", "shows"), [([], False), (["view_recipient"], True)])
def test_who_may_not_see_recipients_reads_none_before_an_act(client, staff, permissions, shows):
    sent = sent_letter()
    client.force_login(staff("view_message", "bounce_message", *permissions))

    answer = client.get(reverse("outbox_messages:bounce", args=[sent.pk]))

    assert (sent.recipient in answer.content.decode()) == shows


def test_every_kind_of_letter_has_a_name_in_the_list():
    partial = {"base", "foot", "dates"}
    written = {path.stem for path in (tree.ROOT / "templates" / "emails").iterdir()} - partial

    assert {kind for kind in written if kinds.label(kind) == kind} == set()
