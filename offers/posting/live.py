"""What stands beside the form and moves with it: quality, and for whose reach the script asks."""

from dataclasses import dataclass
from typing import Any

from offers.models import OfferDraft, PointPrecision
from offers.posting.drafts import Checked, content_of
from offers.posting.fields import clock_text
from offers.posting.places import Located, TypedPlace
from offers.quality import QualityScore, score_offer

_PRECISION_WORDS = {
    PointPrecision.GIVEN: "Le repère est là où vous l'avez posé.",
    PointPrecision.ADDRESS: "Le repère est à cette adresse.",
    PointPrecision.STREET: "Le repère est au milieu de la rue\u202f: déplacez-le jusqu'à la porte.",
    PointPrecision.POSTCODE: (
        "Le repère est au centre de la ville\u202f: déplacez-le jusqu'à la porte."
    ),
}


@dataclass(frozen=True, slots=True)
class LiveState:
    """A draft as it stands; `hours` are distinct (start_s, end_s), empty while they are wrong."""

    quality: QualityScore
    located: Located | None
    found_for: str
    hours: tuple[tuple[int, int], ...]
    shared: bool

    @property
    def place_words(self) -> str:
        return _PRECISION_WORDS[PointPrecision(self.located.precision)] if self.located else ""

    @property
    def for_script(self) -> dict[str, Any]:
        """The place and the hours, as the script asks for their reach."""
        place = self.located and {
            "lat": self.located.lat,
            "lon": self.located.lon,
            "precision": self.located.precision,
            "found_for": self.found_for,
            "words": self.place_words,
        }
        hours = [[clock_text(start_s), clock_text(end_s)] for start_s, end_s in self.hours]
        return {"place": place, "hours": hours, "shared": self.shared}


def live_state(draft: OfferDraft, checked: Checked) -> LiveState:
    """Return what stands beside a draft; what is wrong or missing counts as absent."""
    where = checked.where.cleaned_data
    names = ("street", "postcode", "city")
    place = TypedPlace(*(where.get(name, "") for name in names))
    # Before step 2 the usual day counts.
    touched = "when" in draft.data
    return LiveState(
        quality=score_offer(content_of(checked)),
        located=checked.located,
        found_for=place.key,
        hours=checked.hours if checked.daily_hours or not touched else (),
        shared=bool(checked.when.cleaned_data.get("places")),
    )
