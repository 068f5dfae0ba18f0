"""What people change on their own account."""

from typing import Any

from allauth.account.forms import AddEmailForm
from django import forms

from geo_matching.accounts.models import Departure, User
from geo_matching.accounts.official_addresses import is_official


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("first_name", "last_name", "wants_digest")
        labels = {
            "first_name": "Prénom",
            "last_name": "Nom",
            "wants_digest": "Recevoir un seul message par jour",
        }
        help_texts = {
            "wants_digest": "Tout ce qui est arrivé dans la journée, en une fois.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A pupil's name is the collège's to write: agreements are made with it.
        if self.instance.is_pupil:
            del self.fields["first_name"], self.fields["last_name"]
        else:
            self.fields["first_name"].required = self.fields["last_name"].required = True


class ChangeEmailForm(AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Nouvelle adresse électronique"
        self.fields["email"].help_text = "Elle remplacera l'actuelle une fois vérifiée."
        self.fields["email"].widget.attrs.pop("placeholder", None)

    def clean_email(self) -> str:
        email = super().clean_email()
        if self.user is not None and self.user.is_school_staff:
            scopes = self.user.scopes.filter(college__isnull=False)
            places = scopes.select_related("college__commune__departement")
            if not all(is_official(email, scope.college) for scope in places):
                raise forms.ValidationError(
                    "Pour suivre des élèves, il faut une adresse de l'établissement ou de "
                    "l'académie."
                )
        return email


class DeleteForm(forms.Form):
    reason = forms.ChoiceField(
        label="Pourquoi partir\u202f? (facultatif)",
        help_text="La réponse est comptée sans votre nom\u202f: elle nous aide à faire mieux.",
        required=False,
        choices=[("", "Je préfère ne pas le dire"), *Departure.Reason.choices],
    )
    confirmed = forms.BooleanField(label="Oui, supprimer ce compte")
