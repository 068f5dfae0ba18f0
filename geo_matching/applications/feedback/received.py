"""What a host's team reads of its stages: answers without offer or date, in an order of no time."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from geo_matching.accounts.models import User
from geo_matching.applications.feedback.together import Answer, told_together
from geo_matching.applications.models import Feedback

_ORDER = "feedback order"


@dataclass(frozen=True, slots=True)
class Received:
    """Keys of the answers that may be read, mixed; `percent` is their mean, 0 to 100."""

    pks: tuple[int, ...]
    percent: int
    several_hosts: bool


def received_by(user: User) -> Received:
    """Return what may be read of the hosts whose team this user is in; one query."""
    columns = ("pk", "offer__site__host", "voice", "application", "rating")
    rows = list(Feedback.objects.read_by(user).order_by("pk").values_list(*columns))
    told = told_together(Answer(pk, (host, voice), stage) for pk, host, voice, stage, _ in rows)
    ratings = [rating for pk, *_, rating in rows if pk in told]
    return Received(
        pks=tuple(sorted(told, key=_mixed)),
        percent=round(100 * sum(ratings) / len(ratings)) if ratings else 0,
        several_hosts=len({host for pk, host, *_ in rows if pk in told}) > 1,
    )


def in_full(pks: Sequence[int]) -> list[Feedback]:
    """Return the answers of a page with their hosts, in this order."""
    full = Feedback.objects.select_related("offer__site__host").in_bulk(pks)
    return [full[pk] for pk in pks if pk in full]


def _mixed(pk: int) -> str:
    # The same at each visit, and nobody outside can undo it.
    return salted_hmac(_ORDER, str(pk)).hexdigest()
