"""Step 1: who receives pupils, and where."""

from typing import Any

from django import forms

from offers.models import PointPrecision
from offers.posting.fields import Postcode, PostingForm, Text, choice_field
from offers.posting.places import Located, TypedPlace, given_point, locate
from offers.sources.companies import siret_fault

NOT_FOUND = (
    "Nous ne trouvons pas cette adresse. Vérifiez la rue, le code postal et la ville, "
    "ou placez le repère sur la carte."
)
_HIDDEN = forms.HiddenInput


class WhereForm(PostingForm):
    """`cleaned_data["located"]` is the point of the place, a `Located`."""

    siret = forms.CharField(
        label="SIRET",
        required=False,
        help_text="Quatorze chiffres. Il remplit le nom et l'adresse\u202f; sans lui, écrivez-les.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    name = Text(150, label="Nom de la structure", help_text="Celui que les élèves liront.")
    is_public = choice_field(
        [("0", "Entreprise ou association"), ("1", "Service public")],
        "Quel genre de structure\u202f?",
    )
    website = Text(560, label="Site web", required=False)
    description = Text(
        275,
        rows=3,
        label="Présentation de la structure",
        required=False,
        help_text="Deux phrases\u202f: ce que vous faites, pour qui, et combien vous êtes.",
    )
    office_address = Text(200, label="Adresse du siège", required=False)
    street = Text(
        200,
        label="Numéro et rue",
        help_text="Là où l'élève viendra, même si le siège est ailleurs.",
    )
    postcode = Postcode(label="Code postal")
    city = Text(50, label="Ville")
    lat = forms.FloatField(required=False, widget=_HIDDEN)
    lon = forms.FloatField(required=False, widget=_HIDDEN)
    precision = forms.CharField(required=False, widget=_HIDDEN)
    # The address that the point was found for: another one is looked up anew.
    found_for = forms.CharField(required=False, widget=_HIDDEN)

    def clean_siret(self) -> str:
        siret = "".join(self.cleaned_data["siret"].split())
        if siret and siret_fault(siret):
            raise forms.ValidationError(
                "Ce n'est pas un SIRET\u202f: quatorze chiffres, dont le dernier est une clé."
            )
        return siret

    def clean_website(self) -> str:
        website = self.cleaned_data["website"]
        if not website or website.lower().startswith(("https://", "http://")):
            return str(website)
        if ":" in website or "." not in website or " " in website:
            raise forms.ValidationError("Écrivez une adresse comme www.exemple.fr.")
        return f"https://{website}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"street", "postcode", "city"} <= set(cleaned):
            place = TypedPlace(cleaned["street"], cleaned["postcode"], cleaned["city"])
            found = self._point_for(place, cleaned)
            if found is None:
                self.add_error("street", NOT_FOUND)
            cleaned["located"] = found
        return cleaned

    def _point_for(self, place: TypedPlace, cleaned: dict[str, Any]) -> Located | None:
        point = given_point(cleaned.get("lat"), cleaned.get("lon"), cleaned.get("precision", ""))
        # A pin that somebody put stays where it is, whatever is corrected in the words.
        if point and (
            point.precision == PointPrecision.GIVEN or cleaned.get("found_for") == place.key
        ):
            return point
        return locate(place) or point
