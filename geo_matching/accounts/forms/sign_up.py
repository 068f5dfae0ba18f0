"""The four doors for adults: host, school staff, state agent, partner."""

from typing import Any

from allauth.account.forms import SignupForm
from django import forms
from django.http import HttpRequest

from geo_matching.accounts.forms.college import chosen_college
from geo_matching.accounts.models import AccessRequest, TerritoryScope, User
from geo_matching.accounts.official_addresses import domain_of, is_official, mailbox_of
from geo_matching.accounts.passwords import ADULTS
from geo_matching.accounts.roles import Role
from qpv_data.models import Academy, College, Departement, Region

Level = TerritoryScope.Level
# The place each kind of state agent works for.
PLACES = {
    Role.PREFECTURE: Level.DEPARTEMENT,
    Role.RECTORAT: Level.ACADEMY,
    Role.REGION: Level.REGION,
    Role.MINISTRY: Level.FRANCE,
}


class AdultForm(SignupForm):
    role = Role.HOST
    first_name = forms.CharField(
        label="Prénom", max_length=150, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label="Nom", max_length=150, widget=forms.TextInput({"autocomplete": "family-name"})
    )
    email_hint = "Un message y sera envoyé pour vérifier qu'elle est bien à vous."

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Adresse électronique professionnelle"
        self.fields["email"].help_text = self.email_hint
        self.fields["password1"].label = "Mot de passe"
        self.fields["password1"].help_text = f"Au moins {ADULTS} caractères."
        for name in ("email", "password1"):
            self.fields[name].widget.attrs.pop("placeholder", None)
        last = ["first_name", "last_name", "email", "password1"]
        self.order_fields([name for name in self.fields if name not in last] + last)

    def signup(self, _request: HttpRequest, user: User) -> None:
        user.role = self.wanted_role()
        user.save(update_fields=["role"])
        wanted = self.wanted()
        if wanted is not None:
            AccessRequest.objects.create(user=user, role=user.role, **wanted)

    def wanted_role(self) -> str:
        return self.role

    def wanted(self) -> dict[str, Any] | None:
        """Return what the account asks for; None when a verified address is enough."""
        return None


class HostForm(AdultForm):
    pass


class StaffForm(AdultForm):
    email_hint = (
        "Celle de l'établissement (ce.… @ac-….fr) ouvre l'accès tout de suite. "
        "Avec la vôtre dans l'académie, quelqu'un du collège confirme d'abord."
    )
    college = forms.CharField(required=False)
    college_search = forms.CharField(required=False)
    staff_role = forms.ChoiceField(
        label="Votre fonction",
        choices=[
            (role.value, role.label) for role in (Role.HEAD, Role.TEACHER, Role.CPE, Role.SECRETARY)
        ],
        widget=forms.RadioSelect,
    )

    def clean_college(self) -> College:
        return chosen_college(self.data)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        college, email = data.get("college"), data.get("email")
        if college and email and not is_official(email, college):
            self.add_error("email", _expected(college))
        return data

    def wanted_role(self) -> str:
        return str(self.cleaned_data["staff_role"])

    def wanted(self) -> dict[str, Any]:
        return {"level": Level.COLLEGE, "college": self.cleaned_data["college"]}


def _expected(college: College) -> str:
    """Say which address opens the access to a collège."""
    mailbox, domain = mailbox_of(college), domain_of(college)
    if domain:
        return (
            f"Pour ce collège, l'adresse attendue est {mailbox} "
            f"ou une adresse personnelle en @{domain}."
        )
    if mailbox:
        return f"Pour ce collège, l'adresse attendue est {mailbox}."
    return (
        "Nous ne connaissons pas les adresses officielles de cette académie\u202f: "
        "écrivez-nous pour ouvrir votre accès."
    )


class AgentForm(AdultForm):
    agent_role = forms.ChoiceField(
        label="Vous travaillez pour",
        choices=[(role.value, role.label) for role in PLACES],
        widget=forms.RadioSelect,
    )
    departement = forms.ModelChoiceField(
        Departement.objects.all(),
        label="Département",
        required=False,
        empty_label="Choisir",
        help_text="Pour une préfecture.",
    )
    academy = forms.ModelChoiceField(
        Academy.objects.all(),
        label="Académie",
        required=False,
        empty_label="Choisir",
        help_text="Pour un rectorat.",
    )
    region = forms.ModelChoiceField(
        Region.objects.all(),
        label="Région académique",
        required=False,
        empty_label="Choisir",
        help_text="Pour une région académique.",
    )
    organisation = forms.CharField(label="Service", max_length=150)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        level = self._level(data)
        if level not in {"", Level.FRANCE} and not data.get(level):
            self.add_error(level, "Ce choix est nécessaire pour la fonction indiquée plus haut.")
        return data

    def wanted_role(self) -> str:
        return str(self.cleaned_data["agent_role"])

    def wanted(self) -> dict[str, Any]:
        level = self._level(self.cleaned_data)
        place = {} if level == Level.FRANCE else {level: self.cleaned_data[level]}
        return {"level": level, "organisation": self.cleaned_data["organisation"], **place}

    def _level(self, data: dict[str, Any]) -> str:
        role = data.get("agent_role")
        return str(PLACES[Role(role)].value) if role else ""


class PartnerForm(AdultForm):
    role = Role.PARTNER
    organisation = forms.CharField(
        label="Organisme",
        help_text="Association, ministère, collectivité\u202f: le nom que verront les collèges.",
        max_length=150,
    )

    def wanted(self) -> dict[str, Any]:
        return {"organisation": self.cleaned_data["organisation"]}
