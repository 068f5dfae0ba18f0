"""What is known of an establishment in words: its activity by the nomenclature of the day."""

from datetime import date

from django.contrib import messages

from geo_matching.common.errors import InputError
from offers.company_search import CompanySearch, CompanySearchError
from offers.models import Nomenclature
from offers.nomenclatures import naf_nomenclature, sector_of_naf
from offers.sectors import Sector
from offers.sources.companies import Establishment, Found


def activity_of(place: Establishment, day: date) -> tuple[str, Nomenclature]:
    """Return the code and its nomenclature: that of the day where both are told, else the other."""
    official = naf_nomenclature(day)
    codes = {Nomenclature.NAF_REV2: place.naf, Nomenclature.NAF_2025: place.naf_2025}
    if not codes[official]:
        official = next((n for n, code in codes.items() if code), official)
    return codes[official], official


def sector_of(place: Establishment, day: date) -> Sector | None:
    """Return the sector of an establishment; the older code helps where the newer has no table."""
    code, nomenclature = activity_of(place, day)
    return sector_of_naf(code, nomenclature) or sector_of_naf(place.naf, Nomenclature.NAF_REV2)


def told_activity(place: Establishment, day: date) -> str:
    """Return "62.01Z (naf-rev2), Informatique et réseaux"."""
    code, nomenclature = activity_of(place, day)
    sector = sector_of(place, day)
    return f"{code} ({nomenclature}), {sector.name if sector else '?'}" if code else ""


def told_in_french(search: CompanySearch, siret: str, day: date) -> tuple[int, str]:
    """Look a SIRET up; return the level of the message and what a person reads of it."""
    if not siret:
        return messages.WARNING, "aucun SIRET n'est enregistré."
    try:
        answer = search.look_up(siret)
    except InputError:
        return messages.ERROR, f"{siret} n'est pas un SIRET\u202f: quatorze chiffres sont attendus."
    except CompanySearchError as error:
        return messages.ERROR, f"le service de l'État ne répond pas ({error})."
    if answer.establishment is None:
        return messages.WARNING, f"{siret} est inconnu, ou l'entreprise ne se montre pas."
    if answer.found is Found.FIRM_ONLY:
        name = answer.establishment.name
        return messages.WARNING, f"{name} est connue, mais pas l'établissement {siret}."
    return _french(answer.establishment, day)


def _french(place: Establishment, day: date) -> tuple[int, str]:
    sector = sector_of(place, day)
    parts = [place.name, place.address or "adresse non communiquée"]
    parts += [f"domaine\u202f: {sector.name}"] if sector else []
    if not place.is_open:
        return messages.ERROR, f"{', '.join(parts)}. Cet établissement est fermé."
    return messages.SUCCESS, f"{', '.join(parts)}."
