"""Fills step 1 from a SIRET where the State's search answers; by hand is always possible."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.cache import cache
from django.utils import timezone

from geo_matching.common.errors import InputError
from offers.company_search import CompanySearch, CompanySearchError, company_search
from offers.company_words import sector_of
from offers.models import OfferDraft, PointPrecision
from offers.posting.places import TypedPlace
from offers.sources.companies import Answer, Establishment, Found

# A person waits: one try, a few seconds.
_TIMEOUT_S = (3.0, 5.0)
_MOST_A_MINUTE = 15
BY_HAND = "Écrivez le nom et l'adresse vous-même."


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What came of it: the level and words of a message."""

    level: int
    words: str


def fill_from_siret(draft: OfferDraft, user_pk: int) -> LookedUp:
    """Look the typed SIRET up and write name and address into the draft, unsaved.

    The place is filled in only where it is empty: pupils may go elsewhere than the head office.
    """
    siret = "".join(draft.typed("where", "siret").split())
    if not siret:
        return LookedUp(messages.WARNING, "Écrivez d'abord le SIRET.")
    if not _may_ask(user_pk):
        return LookedUp(messages.WARNING, f"Beaucoup de recherches en une minute. {BY_HAND}")
    try:
        answer = _search().look_up(siret)
    except InputError:
        return LookedUp(
            messages.ERROR, "Ce n'est pas un SIRET\u202f: vérifiez les quatorze chiffres."
        )
    except CompanySearchError:
        words = "La recherche d'entreprises de l'État ne répond pas en ce moment."
        return LookedUp(messages.WARNING, f"{words} {BY_HAND}")
    if answer.establishment is not None:
        _fill(draft, answer.establishment)
    return _told(answer)


def _told(answer: Answer) -> LookedUp:
    place = answer.establishment
    if place is None:
        return LookedUp(messages.WARNING, f"Ce SIRET est inconnu ou n'est pas public. {BY_HAND}")
    if answer.found is Found.FIRM_ONLY:
        return LookedUp(messages.WARNING, f"{place.name}\u202f: écrivez l'adresse vous-même.")
    if not place.is_open:
        return LookedUp(messages.WARNING, f"{place.name}\u202f: cet établissement est fermé.")
    return LookedUp(messages.SUCCESS, f"{place.name}\u202f: vérifiez ce qui est rempli.")


def _search() -> CompanySearch:
    search = company_search()
    search.timeout_s, search.tries = _TIMEOUT_S, 1
    return search


def _may_ask(user_pk: int) -> bool:
    key = f"siret:{user_pk}"
    cache.add(key, 0, timeout=60)
    return cache.incr(key) <= _MOST_A_MINUTE


def _fill(draft: OfferDraft, found: Establishment) -> None:
    where = draft.data.setdefault("where", {})
    where["name"] = [found.name[:150]]
    if found.address:
        where["office_address"] = [found.address[:200]]
    if not draft.typed("where", "street") and found.postcode and found.city:
        street = found.address.split(found.postcode)[0].strip(" ,") or found.address
        where |= {"street": [street[:200]], "postcode": [found.postcode], "city": [found.city[:50]]}
        if found.lat is not None and found.lon is not None:
            where |= {
                "lat": [str(found.lat)],
                "lon": [str(found.lon)],
                "precision": [PointPrecision.ADDRESS.value],
                "found_for": [TypedPlace(street[:200], found.postcode, found.city[:50]).key],
            }
    sector = sector_of(found, timezone.localdate())
    if sector and not draft.typed("content", "sector"):
        draft.data.setdefault("content", {})["sector"] = [sector.code]
