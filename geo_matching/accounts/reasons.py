"""The form that asks an administrator why, before anything of a person is shown."""

from django import forms


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Pourquoi\u202f?",
        min_length=10,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Au moins dix caractères, par exemple le numéro de la demande. C'est noté.",
    )
