"""The collège of a form: chosen in the searchable list, or read from what was typed without it."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError

from qpv_data.models import College

SHOWN = 5


def chosen_college(data: Mapping[str, str]) -> College:
    """Return the collège of `college` (a UAI), else the only one that `college_search` names.

    Raises
    ------
    ValidationError
        When none or several are meant; the message says which.
    """
    colleges = College.objects.open().select_related("commune__departement__academy")
    if uai := data.get("college", "").strip():
        found = colleges.filter(uai__iexact=uai).first()
        if found is not None:
            return found
    text = data.get("college_search", "").strip()
    if not text:
        raise ValidationError("Choisissez votre collège dans la liste.")
    named = list(colleges.named(text)[: SHOWN + 1])
    if len(named) == 1:
        return named[0]
    if not named:
        raise ValidationError(
            "Aucun collège de ce nom. Essayez le nom de la ville, ou le code UAI."
        )
    choice = "; ".join(f"{one.name}, {one.commune.name} ({one.uai})" for one in named[:SHOWN])
    raise ValidationError(f"Plusieurs collèges\u202f: précisez, ou recopiez un code UAI. {choice}")
