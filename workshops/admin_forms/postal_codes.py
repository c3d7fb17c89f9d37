"""A postal code in a form of the admin."""

from django import forms

from territories.gazetteer import read_postal_code


class PostalCodeField(forms.CharField):
    """Takes it as it stands on an envelope or in a sheet: « F-88 000 », « 1000 », with invisible signs."""

    def to_python(self, value):
        text = super().to_python(value)
        return read_postal_code(text) or text

    @classmethod
    def instead_of(cls, field):
        """The same field, into which more than five signs may be typed."""
        return cls(label=field.label, max_length=field.max_length, widget=forms.TextInput)

    def widget_attrs(self, widget):
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}
