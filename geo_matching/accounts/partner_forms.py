"""What a partner may type on its page of the API."""

from typing import Any

from django import forms

from geo_matching.accounts.models import ApiToken, Partner, User
from geo_matching.common.public_post import WebhookError, checked_address

MOST_KEYS = 10


class KeyForm(forms.Form):
    """A new key: what it is for."""

    label = forms.CharField(
        label="À quoi servira cette clé\u202f?",
        max_length=60,
        error_messages={
            "required": "Dites à quoi servira la clé, par exemple «\u202fsite public\u202f»."
        },
    )

    def __init__(self, data: Any = None, *, user: User) -> None:
        super().__init__(data)
        self.user = user

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if ApiToken.objects.live().filter(user=self.user).count() >= MOST_KEYS:
            raise forms.ValidationError(
                f"Vous avez déjà {MOST_KEYS} clés\u202f: révoquez-en une d'abord."
            )
        return cleaned


class WebhookForm(forms.ModelForm):
    """Where counts of applications are sent."""

    webhook_url = forms.CharField(
        label="Adresse qui reçoit les nombres de candidatures",
        max_length=300,
        required=False,
    )

    class Meta:
        model = Partner
        fields = ("webhook_url",)

    def clean_webhook_url(self) -> str:
        url = self.cleaned_data["webhook_url"].strip()
        if url:
            try:
                checked_address(url)
            except WebhookError as error:
                raise forms.ValidationError(str(error)) from None
        return url
