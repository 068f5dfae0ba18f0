"""Quality scores written anew when what people say has changed; the content's part stays."""

from collections.abc import Iterable

from django.db.models import F, FloatField, IntegerField
from django.db.models.functions import Coalesce

from geo_matching.common import versions
from offers.models import Offer
from offers.quality import QualityScore
from offers.quality_feedback import Feedback, blended, content_of

BATCH = 1000
# Field of Feedback -> where it stands, from an offer.
_WHOLE = {
    "pupils": "opinions__pupils",
    "teachers": "opinions__teachers",
    "due": "site__host__answers__due",
    "given": "site__host__answers__given",
}
_REAL = {
    "pupil_total": "opinions__pupil_total",
    "teacher_total": "opinions__teacher_total",
    "days": "site__host__answers__days",
}
_FIELDS = (*_WHOLE, *_REAL)


def feedback_by_offer(**which: object) -> dict[int, Feedback]:
    """Return what is known of each offer that has any feedback.

    Parameters
    ----------
    which
        Conditions on offers: `source="..."`, `pk__in=[...]`.
    """
    known = Offer.objects.filter(**which).order_by()
    found = {}
    for condition in ({"opinions__isnull": False}, {"site__host__answers__isnull": False}):
        columns = {
            f"told_{name}": Coalesce(F(path), 0, output_field=IntegerField())
            for name, path in _WHOLE.items()
        }
        columns |= {
            f"told_{name}": Coalesce(F(path), 0.0, output_field=FloatField())
            for name, path in _REAL.items()
        }
        rows = known.filter(**condition).annotate(**columns)
        for pk, *values in rows.values_list("pk", *(f"told_{name}" for name in _FIELDS)):
            found[pk] = Feedback(**dict(zip(_FIELDS, values, strict=True)))
    return found


def quality_of(offer: Offer, content: QualityScore) -> QualityScore:
    """Return the quality of a stored offer whose content was scored anew."""
    return blended(content, feedback_by_offer(pk=offer.pk).get(offer.pk, Feedback()))


def blend_answers(**which: object) -> int:
    """Let offers that were just written count how their host answers, if that is known.

    Parameters
    ----------
    which
        Conditions on offers, as for `feedback_by_offer`.
    """
    known = Offer.objects.filter(site__host__answers__isnull=False, **which)
    return rescore(known.values_list("pk", flat=True))


def rescore(offer_ids: Iterable[int]) -> int:
    """Write the quality of these offers from their content and feedback; return how many changed.

    Call it inside the transaction of the change. Ranks follow; no commute has to be computed.
    """
    ids = sorted(set(offer_ids))
    changed = 0
    for start in range(0, len(ids), BATCH):
        changed += _rescore(ids[start : start + BATCH])
    if changed:
        versions.bump("ranking", derived=True)
    return changed


def _rescore(ids: list[int]) -> int:
    # In the order of keys, like everybody who locks several offers.
    offers = Offer.objects.filter(pk__in=ids).order_by("pk").select_for_update(of=("self",))
    stored = list(offers.only("quality_score", "quality_parts"))
    feedback = feedback_by_offer(pk__in=ids)
    changed = []
    for offer in stored:
        content = content_of(offer.quality_score, offer.quality_parts)
        quality = blended(content, feedback.get(offer.pk, Feedback()))
        rows = quality.parts_json()
        if (offer.quality_score, offer.quality_parts) != (quality.score, rows):
            offer.quality_score, offer.quality_parts = quality.score, rows
            changed.append(offer)
    # Not save(): the day an offer was changed is the host's.
    Offer.objects.bulk_update(changed, ["quality_score", "quality_parts"])
    return len(changed)
