"""Sign-in by address or code, and a pupil's first sign-in."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.password_validation import validate_password

from geo_matching.accounts import activation
from geo_matching.accounts.passwords import PUPILS


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label="Adresse électronique, ou code élève",
            max_length=254,
            widget=forms.TextInput(
                attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
            ),
        )
        self.fields["password"].label = "Mot de passe"
        self.fields["password"].help_text = ""
        self.fields["remember"].label = "Rester connecté sur cet appareil"
        self.fields["remember"].help_text = "À éviter sur un ordinateur partagé."
        for name in ("login", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)
        self.order_fields(["login", "password", "remember"])


class FirstSignInForm(forms.Form):
    """Everything on one page: nothing but the password is asked that is not on the sheet."""

    code = forms.CharField(
        label="Ton code",
        help_text="Il est écrit sur la feuille donnée par ton collège.",
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    secret = forms.CharField(
        label="Ton secret",
        help_text="Sur la même feuille\u202f: huit lettres et chiffres. Il ne sert qu'une fois.",
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label="Choisis ton mot de passe",
        help_text=f"Au moins {PUPILS} caractères. Par exemple trois mots que personne ne devine.",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="Écris-le une deuxième fois",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", "Les deux mots de passe ne sont pas les mêmes.")
        # The secret is tried last, once everything else fits: a typing mistake costs no try.
        if not self.errors:
            self._try_secret(data)
        return data

    def _try_secret(self, data: dict[str, Any]) -> None:
        try:
            pupil = activation.check(data["code"], data["secret"])
        except activation.ActivationError as refusal:
            self.add_error("secret", str(refusal))
            return
        try:
            validate_password(data["password"], pupil)
        except forms.ValidationError as weak:
            self.add_error("password", weak)
