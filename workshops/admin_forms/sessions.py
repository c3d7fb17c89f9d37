"""A session, as an editor makes and changes it. Saving asks ``scheduling``, the only writer."""

from django import forms
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from admin_base.edit_conflicts import EditConflictForm
from content import languages
from content.dates import HOME_ZONE, local_instant, zone_words
from workshops import scheduling, session_rules
from workshops.admin_forms.fields import DayField, HourField, LocalMomentField, show_only
from workshops.models import ActivityPage, Format, Session, State, Venue
from workshops.permissions import acts_nationally, territories_of

TOLD = ["day", "start", "end", "venue"]
MOMENTS = sorted(scheduling.MOMENTS)
#: What ``scheduling.move`` sets beside the choices and the words.
PLACE = [*TOLD, "join_url", "territory"]
REVISED = [*sorted(scheduling.WORDS), *sorted(scheduling.CHOICES)]
_HOURS_OF = _("À l’heure du lieu (%(zone)s), quelle que soit la vôtre.")


class ActivityField(forms.ModelChoiceField):
    """French source pages only: translations and aliases find the dates of their source."""

    def label_from_instance(self, page):
        words = (
            str(_("%(title)s (événement)") % {"title": page.title}) if page.kind == "event" else page.title
        )
        return words if page.live else str(_("%(title)s – pas encore publié") % {"title": words})


class SessionForm(EditConflictForm, WagtailAdminModelForm):
    """Its hours are those of the session's own zone: its venue's, else its territory's.

    What can change no more is shown and cannot be typed.
    """

    activity = ActivityField(
        label=_("Atelier ou événement"), queryset=ActivityPage.objects.none(), empty_label=_("Choisissez…")
    )
    day = DayField(label=_("Date"))
    start = HourField(label=_("Début"), help_text=_("À l’heure du lieu, quelle que soit la vôtre."))
    end = HourField(label=_("Fin"), help_text=_("Avant l’heure du début : le lendemain."))
    registration_opens_at = LocalMomentField(
        label=_("Ouverture des inscriptions"), required=False, help_text=_("Vide : dès la publication.")
    )
    registration_closes_at = LocalMomentField(
        label=_("Clôture des inscriptions"), required=False, help_text=_("Vide : au début de la séance.")
    )
    reason = forms.CharField(
        label=_("Raison du changement (elle sera écrite aux familles)"),
        required=False,
        max_length=session_rules.LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("À remplir si la date, l’heure, le lieu ou le format change."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.session = Session.objects.with_places().get(pk=self.instance.pk) if self.instance.pk else None
        self._limit_choices()
        if self.session:
            self._show_own_clocks()
        show_only(self, self._fixed())
        if not (self.session and self.session.is_public):
            del self.fields["reason"]
        self.fields["join_url"].assume_scheme = "https"

    def _fixed(self):
        """The fields that can change no more."""
        session = self.session
        if session is None:
            return []
        if session_rules.why_not_move(session):
            return PLACE
        return ["day", "start"] if session.is_public and session.has_begun else []

    def _limit_choices(self):
        """To what this person may use, and what the session has already."""
        user, session = self.for_user, self.session
        mine = territories_of(user)
        kept = {"territory": None, "venue": None, "activity": None}
        if session:
            kept = {name: getattr(session, f"{name}_id") for name in kept}
        territory, venue, activity = (self.fields[name] for name in kept)
        territory.queryset = territory.queryset.filter(Q(pk__in=mine) | Q(pk=kept["territory"]))
        territory.required = not acts_nationally(user) and not (session and session.territory_id is None)
        venue.queryset = Venue.objects.filter(Q(pk__in=Venue.objects.for_user(user)) | Q(pk=kept["venue"]))
        activity.queryset = self._activities(mine, kept["activity"])
        activity.disabled = session is not None
        self.fields["facilitators"].queryset = self._people(mine)
        if territory.required:
            territory.help_text = ""
        if session is None:
            self._propose(mine)

    def _propose(self, mine):
        """What is likely for a new session."""
        self.initial["languages"] = [languages.default()]
        if self.fields["territory"].required and mine.count() == 1:
            self.initial["territory"] = mine.get().pk
        if not self.for_user.has_perm("workshops.publish_session"):
            self.initial["facilitators"] = [self.for_user.pk]

    def _activities(self, mine, kept):
        sources = ActivityPage.objects.filter(
            locale__language_code=languages.default(), alias_of__isnull=True
        ).select_related("content_type")
        if not acts_nationally(self.for_user):
            national_or_mine = Q(eventpage__territory__isnull=True) | Q(eventpage__territory__in=mine)
            sources = sources.filter(Q(eventpage__isnull=True) | national_or_mine | Q(pk=kept))
        return sources.order_by("title")

    def _people(self, mine):
        """Colleagues of the same territories: nobody learns who works elsewhere."""
        colleagues = Q(is_active=True, territories__in=mine) | Q(is_active=True, pk=self.for_user.pk)
        if self.session:
            colleagues |= Q(sessions=self.session)
        return get_user_model().objects.filter(colleagues).distinct().order_by("last_name", "email")

    def _show_own_clocks(self):
        session, when = self.session, self.session.when
        own = {"day": when.start.date(), "start": when.start.time(), "end": when.end.time()}
        for name in MOMENTS:
            moment = getattr(session, name)
            own[name] = moment.astimezone(when.start.tzinfo).replace(tzinfo=None) if moment else None
        self.initial.update(own)
        self.fields["start"].help_text = _HOURS_OF % {"zone": zone_words(session.time_zone)}

    def clean(self):
        data = super().clean()
        zone = scheduling.zone_for(data.get("venue"), data.get("territory")) or HOME_ZONE
        for name in MOMENTS:
            if moment := data.get(name):
                data[name] = self._instant(name, moment, zone)
        self.retold = self.session is not None and self._is_retold(data, zone)
        return data

    def _post_clean(self):
        """The model is not asked: the verbs say what cannot be, and at which field."""

    def _instant(self, field, moment, zone):
        try:
            return local_instant(moment.date(), moment.time(), zone)
        except ValueError as error:
            self.add_error(field, str(error))
            return None

    def _is_retold(self, data, zone):
        """Whether what families were told changes: the date, the hours, the place or the format."""
        return (
            any(name in self.changed_data for name in (*TOLD, "join_url"))
            or zone != self.session.time_zone
            or _format(data.get("venue"), data.get("join_url")) != self.session.format
        )

    def lock_row(self):
        """With the other dates of its course, as the verbs lock them."""
        line = Session.objects.lock_line(self.session)
        return next((date for date in line if date.pk == self.session.pk), None)

    def values_shown(self):
        """With the state that stands above the form: what it does to families depends on it."""
        return {**super().values_shown(), "state": str(self.session.state)}

    def label_of(self, name):
        return _("État") if name == "state" else super().label_of(name)

    def words_of(self, name, value):
        return str(State(value).label) if name == "state" else super().words_of(name, value)

    @transaction.atomic
    def save(self, commit=True):
        """The session, written by ``scheduling``, which may refuse."""
        data, by = self.cleaned_data, self.for_user
        place = {name: data[name] for name in PLACE}
        if self.session is None:
            settings = {name: data[name] for name in REVISED}
            self.instance = scheduling.create(activity=data["activity"], by=by, **place, **settings)
            return self.instance
        self.ensure_nothing_changed()
        # Nothing changed is nothing written: calendars need not read it again. Clocks of another
        # zone show the same opening hours at another instant.
        changed = {*self.changed_data, *(MOMENTS if self.retold else ())}
        settings = {name: data[name] for name in REVISED if name in changed}
        if self.retold or changed & {"join_url", "territory"}:
            reason = data.get("reason", "")
            self.instance = scheduling.move(self.session, reason=reason, by=by, **place, **settings)
        elif settings:
            self.instance = scheduling.revise(self.session, by=by, **settings)
        return self.instance


def _format(venue, join_url):
    if venue is None:
        return Format.ONLINE
    return Format.HYBRID if join_url else Format.ON_SITE
