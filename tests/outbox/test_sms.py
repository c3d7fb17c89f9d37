from datetime import UTC, datetime, timedelta

import pytest

from outbox import delivery, sms
from outbox.models import Message

from .letters import text

NOON = datetime(2027, 3, 13, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(time_machine):
    """An hour at which texts leave."""
    time_machine.move_to(NOON, tick=False)


def try_once():
    message = delivery.claim()
    delivery.record(delivery.attempt(message))
    return Message.objects.get(pk=message.pk)


def test_a_text_is_a_file_named_from_its_row(sms_dir):
    message = text(text="À samedi.", recipient="+33612345678")

    assert try_once().sent_at is not None
    (file,) = sms_dir.iterdir()
    assert file.name == f"20270313-120000-{message.pk}.txt"
    assert file.read_text() == f"Id: {message.pk}\nTo: +33612345678\n\nA samedi.\n"


def test_a_text_file_is_read_by_the_sites_account_alone(sms_dir):
    sms.send(text())

    (file,) = sms_dir.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_text_sent_again_makes_no_second_file(sms_dir):
    message = text()

    sms.send(message)
    sms.send(message)

    assert len(list(sms_dir.iterdir())) == 1


def test_a_text_is_one_request_to_the_provider(provider):
    message = text(text="À samedi.", recipient="+33612345678")

    assert try_once().sent_at is not None
    ((path, headers, words),) = provider.asked
    assert path == "/texts"
    assert headers["Idempotency-Key"] == str(message.pk)
    assert words == {"id": str(message.pk), "to": "+33612345678", "text": "A samedi.", "from": "Parents"}


@pytest.mark.parametrize(("token", "sent"), [("", None), ("s3cret", "Bearer s3cret")])
def test_the_provider_is_shown_its_token_if_there_is_one(provider, settings, token, sent):
    settings.SMS_TOKEN = token

    sms.send(text())

    ((_path, headers, _words),) = provider.asked
    assert headers["Authorization"] == sent


@pytest.mark.parametrize("status", [200, 201, 204])
def test_a_provider_that_answers_with_success_has_sent(provider, status):
    provider.status = status
    text()

    assert try_once().sent_at is not None


@pytest.mark.parametrize("status", [302, 307, 400, 429, 503])
def test_any_other_answer_is_a_failure_that_says_no_number(provider, status, caplog):
    provider.status = status
    text(recipient="+33612345678")

    message = try_once()

    assert (message.sent_at, message.last_error) == (None, f"GatewayError {status}")
    assert len(provider.asked) == 1
    assert "612345678" not in caplog.text


def test_a_provider_that_does_not_answer_is_a_failure(settings):
    settings.SMS_URL = "http://127.0.0.1:9/texts"
    text()

    assert try_once().last_error == "ConnectionError"


def test_a_text_that_left_is_also_kept_as_a_file(provider, sms_dir):
    sms.send(text())

    assert (len(provider.asked), len(list(sms_dir.iterdir()))) == (1, 1)


def test_a_text_that_did_not_leave_is_not_kept(provider, sms_dir):
    provider.status = 503
    text()

    try_once()

    assert not sms_dir.exists()


def test_a_copy_that_cannot_be_written_does_not_send_a_text_twice(provider, settings, tmp_path):
    settings.SMS_DIR = tmp_path / "file"
    settings.SMS_DIR.touch()
    text()

    assert try_once().sent_at is not None
    assert len(provider.asked) == 1


def test_a_site_without_a_gateway_says_so():
    assert sms.is_available() is False


def test_a_site_with_a_provider_sends_texts(provider):
    assert sms.is_available() is True


def test_this_machine_sends_texts_to_files(sms_dir):
    assert sms.is_available() is True


def test_a_text_written_without_a_gateway_is_a_failed_try():
    text()

    assert try_once().last_error == "NoGatewayError"


def test_a_text_is_tried_later_then_given_up(provider):
    provider.status = 503
    text()

    first = try_once()
    Message.objects.update(next_try_at=NOON, attempts=7)
    last = try_once()

    assert first.next_try_at == NOON + timedelta(minutes=1)
    assert (last.is_dead_letter, last.last_error) == (True, "GatewayError 503")


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("C’est demain…", "C'est demain..."),
        ("« Café des parents »", '"Café des parents"'),
        ("«\u00a0Café\u00a0»\u00a0: 9\u202fh", '"Café" : 9 h'),
        ("lundi – mardi — Épinal", "lundi - mardi - Épinal"),
        ("été, là, où, dès, ÀÉ, Ü", "été, là, où, dès, AÉ, Ü"),
        ("Fête à l’hôtel, ça coûte 0 €, cœur, n° 2", "Fete à l'hotel, ca coute 0 €, coeur, no 2"),
        ("e\u0301te\u0301 a\u0302ge", "été age"),
        ("مرحبا بكم، آ أ إ ۱۲", "مرحبا بكم، آ أ إ ۱۲"),
        ("Bonjour  \n\n\n\nÀ samedi \u00a0\r\n\r\n\r\nMerci\n\n", "Bonjour\n\nA samedi\n\nMerci"),
        ("https://parents.example/i/a_b~c?d=[e]", "https://parents.example/i/a_b~c?d=[e]"),
        ("👍 Łódź", "👍 Łodz"),
        ("", ""),
    ],
)
def test_a_text_is_made_of_signs_that_phones_know(written, plain):
    assert sms.plain(written) == plain
    assert sms.plain(plain) == plain
