"""« Thèmes » and the introductions of the agenda and its like, in Wagtail's admin."""

from django import forms
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.shortcuts import redirect
from django.utils.text import get_text_list, slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from admin_base.edit_conflicts import EditConflictForm, EditConflictView
from content import languages
from content.models import Introduction, Theme, theme_revised


def uses(theme):
    """« 3 activités et 2 guides »; "" where nothing is sorted under ``theme``."""
    counted = []
    for relation in theme._meta.related_objects:
        if not relation.many_to_many:
            continue
        count = getattr(theme, relation.get_accessor_name()).count()
        names = relation.related_model._meta
        if count:
            counted.append(f"{count} {names.verbose_name if count == 1 else names.verbose_name_plural}")
    return get_text_list(counted, _("et"))


class ThemeDeleteView(DeleteView):
    """The table between pages and themes would let it go without a word, and empty the agenda's filter."""

    def dispatch(self, request, *args, **kwargs):
        if self.user_has_permission("delete") and (used := uses(self.object)):
            messages.error(
                request,
                _("On ne peut pas supprimer « %(theme)s », encore utilisé par %(uses)s.")
                % {"theme": self.object, "uses": used},
            )
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)


class ThemeIndexView(IndexView):
    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("translations")


def translated_into(theme):
    """« ar, en »."""
    return ", ".join(sorted(translation.language for translation in theme.translations.all()))


_language_choice = forms.Select(
    choices=[(code, name) for code, name in settings.LANGUAGES if code != languages.default()]
)


#: Themes are counted in dozens.
LAST_POSITION = 999


class RowEditView(EditConflictView, EditView):
    pass


class ThemeForm(EditConflictForm, WagtailAdminModelForm):
    """Its address comes from its first name and stays: families keep links to the agenda by theme."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        slug = self.fields["slug"]
        slug.required = False
        slug.disabled = self.instance.pk is not None
        self.fields["position"].validators.append(MaxValueValidator(LAST_POSITION))

    def clean(self):
        data = super().clean()
        if data.get("name") and not data.get("slug") and "slug" not in self.errors:
            data["slug"] = slugify(data["name"])
        return data

    def save(self, commit=True):
        theme = super().save(commit)
        if commit:
            theme_revised.send(sender=Theme, theme=theme)
        return theme


class ThemeViewSet(ModelViewSet):
    model = Theme
    name = "themes"
    icon = "tag"
    menu_label = gettext_lazy("Thèmes")
    menu_order = 200
    add_to_admin_menu = True
    index_view_class = ThemeIndexView
    edit_view_class = RowEditView
    delete_view_class = ThemeDeleteView
    copy_view_enabled = False  # two themes have nothing to share
    list_display = [
        "name",
        "position",
        Column("translations", label=gettext_lazy("Traduit en"), accessor=translated_into),
    ]
    list_per_page = 50
    search_fields = ["name", "slug", "translations__name"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("slug", help_text=gettext_lazy("Vide : faite du nom. Elle ne change plus ensuite.")),
            FieldRowPanel([FieldPanel("sign"), FieldPanel("position")]),
            InlinePanel(
                "translations",
                [FieldRowPanel([FieldPanel("language", widget=_language_choice), FieldPanel("name")])],
                heading=gettext_lazy("Dans les autres langues"),
                label=gettext_lazy("Traduction"),
            ),
        ],
        base_form_class=ThemeForm,
    )


class IntroductionForm(EditConflictForm, WagtailAdminModelForm):
    pass


class IntroductionViewSet(ModelViewSet):
    model = Introduction
    name = "introductions"
    icon = "pilcrow"
    menu_label = gettext_lazy("Introductions")
    add_to_settings_menu = True
    copy_view_enabled = False
    edit_view_class = RowEditView
    edit_handler = ObjectList(Introduction.panels, base_form_class=IntroductionForm)
    list_display = ["view", "language"]
