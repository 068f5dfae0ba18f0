"""Drafts: what was typed at each step, the forms that read it, an offer as it would be typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.datastructures import MultiValueDict

from offers.hours import parse_clock
from offers.models import Audience, Host, Offer, OfferDraft, Site
from offers.posting.content_form import ContentForm
from offers.posting.fields import PostingForm, clock_text
from offers.posting.places import Located, TypedPlace
from offers.posting.when_form import ALONE, BY_DAY, BY_PLACE, SAME, TOGETHER, WORK_DAYS, WhenForm
from offers.posting.where_form import WhereForm
from offers.quality import OfferContent
from offers.weeks import format_week

Typed = dict[str, list[str]]
# Beyond any field of ours: what is longer was not typed by a person.
_LONGEST, _MOST_VALUES = 4000, 80


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its number from 1, its place in the address, its key in a draft's data."""

    number: int
    slug: str
    key: str
    title: str
    form: type[PostingForm]
    first: Mapping[str, Any]


STEPS = (
    Step(1, "lieu", "where", "Qui accueille, et où", WhereForm, {"is_public": "0"}),
    Step(
        2,
        "dates",
        "when",
        "Quand, et pour qui",
        WhenForm,
        {
            "rhythm": SAME,
            "days": list(WORK_DAYS[:5]),
            "start": "09:00",
            "end": "17:00",
            "capacity": 1,
            "reception": ALONE,
            "audience": Audience.ALL,
        },
    ),
    Step(3, "contenu", "content", "Ce que l'élève fera", ContentForm, {}),
)
BY_SLUG = {step.slug: step for step in STEPS}
PUBLISH_STEP = len(STEPS) + 1


def keep_typed(draft: OfferDraft, step: Step, posted: MultiValueDict) -> None:
    """Keep what a form sent, checked or not, in place of what the step had."""
    names = bound_form(draft, step, {}).fields
    draft.data[step.key] = {
        name: [value[:_LONGEST] for value in posted.getlist(name)[:_MOST_VALUES]]
        for name in names
        if name in posted
    }
    draft.save(update_fields=["data", "step", "updated_at"])


def bound_form(draft: OfferDraft, step: Step, typed: Typed | None = None) -> Any:
    """Return the form of a step over what was typed there, to be checked."""
    values = draft.data.get(step.key, {}) if typed is None else typed
    return step.form(MultiValueDict(values), **_about(draft, step))


def blank_form(draft: OfferDraft, step: Step) -> Any:
    """Return the form filled with what was typed, without saying yet what is wrong."""
    values = draft.data.get(step.key)
    return step.form(
        initial=dict(step.first) if values is None else _initial(values), **_about(draft, step)
    )


def _about(draft: OfferDraft, step: Step) -> dict[str, Any]:
    return {"offer": draft.offer} if step.key == "when" else {}


def _initial(values: Typed) -> dict[str, Any]:
    several = {"weeks", "days"}
    return {
        name: list(texts) if name in several else (texts[-1] if texts else "")
        for name, texts in values.items()
    }


@dataclass(frozen=True, slots=True)
class Checked:
    """The three forms of a draft, each checked."""

    where: WhereForm
    when: WhenForm
    content: ContentForm

    @property
    def faulty(self) -> list[Step]:
        """The steps that are to be corrected, in their order."""
        return [step for step in STEPS if getattr(self, step.key).errors]

    @property
    def located(self) -> Located | None:
        found: Located | None = self.where.cleaned_data.get("located")
        return found

    @property
    def daily_hours(self) -> dict[str, list[str]]:
        hours: dict[str, list[str]] = self.when.cleaned_data.get("daily_hours", {})
        return hours


def check(draft: OfferDraft) -> Checked:
    """Read all steps of a draft; a step that was never filled in is faulty."""
    forms = {step.key: bound_form(draft, step) for step in STEPS}
    for form in forms.values():
        form.full_clean()
    return Checked(**forms)


def content_of(checked: Checked) -> OfferContent:
    """Return what quality looks at; what is not filled in yet, or wrong, counts as absent."""
    where, when = checked.where.cleaned_data, checked.when.cleaned_data
    told = checked.content.cleaned_data
    return OfferContent(
        description=told.get("description", ""),
        employer_description=where.get("description", ""),
        daily_hours=checked.daily_hours,
        lunch_break=when.get("lunch_break", ""),
        weeks=when.get("weeks") or (),
        capacity=when.get("capacity") or 1,
        accessible=told.get("accessible", False),
        programme=told.get("programme", {}),
        tutor_name=told.get("tutor_name", ""),
        tutor_trade=told.get("tutor_trade", ""),
        jobs=told.get("jobs", ""),
        to_bring=told.get("to_bring", ""),
        accessibility=told.get("accessibility", ""),
    )


def typed_of_host(host: Host) -> Typed:
    """Return step 1 as it would be typed for a host, without a place."""
    return {
        "siret": [host.siret],
        "name": [host.name],
        "is_public": [str(int(host.is_public))],
        "website": [host.website],
        "description": [host.description],
        "office_address": [host.office_address],
    }


def typed_of_place(site: Site) -> Typed:
    """Return the place of step 1 as it would be typed for a known one."""
    place = TypedPlace(site.street, site.postcode, site.city)
    return {
        "street": [site.street],
        "postcode": [site.postcode],
        "city": [site.city],
        "lat": [str(site.point.y)],
        "lon": [str(site.point.x)],
        "precision": [site.precision],
        "found_for": [place.key],
    }


def typed_of_offer(offer: Offer) -> dict[str, Typed]:
    """Return the three steps as they would be typed for an offer."""
    where = typed_of_host(offer.site.host) | typed_of_place(offer.site)
    names = ("title", "description", "sector", "tutor_name", "tutor_trade", "jobs")
    content: Typed = {name: [getattr(offer, name)] for name in names}
    content |= {"accessibility": [offer.accessibility], "to_bring": [offer.to_bring]}
    content |= {f"programme_{day}": [text] for day, text in offer.programme.items()}
    content |= {"accessible": ["on"]} if offer.accessible else {}
    return {"where": where, "when": _typed_when(offer), "content": content}


def _typed_when(offer: Offer) -> Typed:
    group = offer.group_size > 1
    codes = offer.reserved_colleges.order_by("uai").values_list("uai", flat=True)
    return {
        "weeks": [format_week(week) for week in offer.weeks],
        "lunch_break": [offer.lunch_break],
        "capacity": [str(offer.capacity)],
        "reception": [TOGETHER if group else ALONE],
        "group_size": [str(offer.group_size)] if group else [],
        "audience": [offer.audience],
        "reserved": ["\n".join(codes)],
        **_typed_hours(offer),
    }


def _typed_hours(offer: Offer) -> Typed:
    pairs = {
        day: (parse_clock(times[0]), parse_clock(times[-1]))
        for day, times in offer.daily_hours.items()
    }
    places = {day.day: day.site for day in offer.days.select_related("site__host")}
    if not places and len(set(pairs.values())) == 1:
        ((start_s, end_s),) = set(pairs.values())
        same = {"start": [clock_text(start_s)], "end": [clock_text(end_s)]}
        return {"rhythm": [SAME], "days": list(pairs), **same}
    typed: Typed = {"rhythm": [BY_PLACE if places else BY_DAY]}
    for day, (start_s, end_s) in pairs.items():
        typed |= {f"{day}_start": [clock_text(start_s)], f"{day}_end": [clock_text(end_s)]}
        site = places.get(day)
        if site is not None and site.pk != offer.site_id:
            typed |= {
                f"{day}_host": [site.host.name],
                f"{day}_street": [site.street],
                f"{day}_postcode": [site.postcode],
                f"{day}_city": [site.city],
            }
    return typed
