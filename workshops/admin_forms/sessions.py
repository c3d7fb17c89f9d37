"""A session, as an editor makes and changes it. Saving asks ``scheduling``, the only writer."""

from datetime import timedelta

from django import forms
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from content import languages
from content.dates import HOME_ZONE, local_instant, zone_words
from workshops import scheduling
from workshops.admin_forms.fields import DayField, HourField, LocalMomentField
from workshops.models import ActivityPage, Format, Session, Venue
from workshops.permissions import acts_nationally, territories_of

LONGEST = timedelta(hours=14)
TOLD = ["day", "start", "end", "venue"]
MOMENTS = ["registration_opens_at", "registration_closes_at"]
REVISED = [*sorted(scheduling.WORDS), *sorted(scheduling.CHOICES)]
_HOURS_OF = _("À l’heure du lieu (%(zone)s), quelle que soit la vôtre.")


class ActivityField(forms.ModelChoiceField):
    """French source pages only: translations and aliases find the dates of their source."""

    def label_from_instance(self, page):
        words = (
            str(_("%(title)s (événement)") % {"title": page.title}) if page.kind == "event" else page.title
        )
        return words if page.live else str(_("%(title)s – pas encore publié") % {"title": words})


class SessionForm(WagtailAdminModelForm):
    """Its hours are those of the session's own zone: its venue's, else its territory's."""

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
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("À remplir si la date, l’heure, le lieu ou le format change."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.session = Session.objects.with_places().get(pk=self.instance.pk) if self.instance.pk else None
        self._limit_choices()
        if self.session:
            self._show_own_clocks()
        if not (self.session and self.session.is_public):
            del self.fields["reason"]

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
        self._clean_hours(data, zone)
        self._clean_registration(data, zone)
        if self._is_retold(data, zone):
            self._clean_change(data)
        return data

    def _clean_hours(self, data, zone):
        day, start, end = (data.get(name) for name in ("day", "start", "end"))
        if day is None or start is None or end is None:
            return
        self.starts_at = self._instant("start", day, start, zone)
        ends_at = self._instant("end", day if end > start else day + timedelta(days=1), end, zone)
        if self.starts_at and ends_at and ends_at - self.starts_at > LONGEST:
            self.add_error("end", _("La séance durerait plus de 14 heures. Vérifiez l’heure de fin."))

    def _clean_registration(self, data, zone):
        for name in MOMENTS:
            if moment := data.get(name):
                data[name] = self._instant(name, moment.date(), moment.time(), zone)
        opens, closes = data.get("registration_opens_at"), data.get("registration_closes_at")
        if opens and closes and closes <= opens:
            self.add_error(
                "registration_closes_at", _("Les inscriptions doivent se fermer après s’être ouvertes.")
            )

    def _instant(self, field, day, hour, zone):
        try:
            return local_instant(day, hour, zone)
        except ValueError as error:
            self.add_error(field, str(error))
            return None

    def _is_retold(self, data, zone):
        """Whether what families were told changes: the date, the hours, the place or the format."""
        session = self.session
        if session is None:
            return False
        self.retold = (
            any(name in self.changed_data for name in (*TOLD, "join_url"))
            or zone != session.time_zone
            or _format(data.get("venue"), data.get("join_url")) != session.format
        )
        return self.retold

    def _clean_change(self, data):
        if not self.session.is_public or self.errors:
            return
        if self.session.is_over:
            self.add_error(None, _("Cette séance est passée : sa date et son lieu ne changent plus."))
        elif self.starts_at < timezone.now():
            self.add_error("day", _("Cette date est passée."))
        if not data.get("reason", "").strip():
            self.add_error("reason", _("Écrivez la raison du changement : les familles la liront."))

    @transaction.atomic
    def save(self, commit=True):
        """The session, written by ``scheduling``, which may refuse."""
        data, by = self.cleaned_data, self.for_user
        place = {name: data[name] for name in ("day", "start", "end", "venue", "join_url", "territory")}
        if self.session is None:
            settings = {name: data[name] for name in REVISED}
            self.instance = scheduling.create(activity=data["activity"], by=by, **place, **settings)
            return self.instance
        # Nothing changed is nothing written: calendars need not read it again. Clocks of another
        # zone show the same opening hours at another instant.
        changed = {*self.changed_data, *(MOMENTS if self.retold else ())}
        if settings := {name: data[name] for name in REVISED if name in changed}:
            self.instance = scheduling.revise(self.session, by=by, **settings)
        if self.retold or changed & {"join_url", "territory"}:
            self.instance = scheduling.move(self.session, reason=data.get("reason", ""), by=by, **place)
        return self.instance


def _format(venue, join_url):
    if venue is None:
        return Format.ONLINE
    return Format.HYBRID if join_url else Format.ON_SITE
