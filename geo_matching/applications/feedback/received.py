"""What a host's team reads of its stages: answers without offer or date, in an order of no time."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F
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
    read = Feedback.objects.read_by(user).annotate(host=F("offer__site__host"))
    fields = ("host", "voice", "application_id", "rating", "taken_back_at")
    given = list(read.order_by("pk").values_list("pk", *fields, named=True))
    told = told_together(Answer(one.pk, (one.host, one.voice), one.application_id) for one in given)
    shown = [one for one in given if one.pk in told and one.taken_back_at is None]
    return Received(
        pks=tuple(sorted((one.pk for one in shown), key=_mixed)),
        percent=round(100 * sum(one.rating for one in shown) / len(shown)) if shown else 0,
        several_hosts=len({one.host for one in shown}) > 1,
    )


def in_full(pks: Sequence[int]) -> list[Feedback]:
    """Return the answers of a page with their hosts, in this order."""
    full = Feedback.objects.select_related("offer__site__host").in_bulk(pks)
    return [full[pk] for pk in pks if pk in full]


def _mixed(pk: int) -> str:
    # The same at each visit, and nobody outside can undo it.
    return salted_hmac(_ORDER, str(pk)).hexdigest()
