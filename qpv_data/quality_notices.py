"""The notices that still hold, what was decided on them, and how a decision is taken."""

from collections.abc import Iterable
from hashlib import md5
from itertools import groupby

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import MD5, Coalesce

from geo_matching.common.import_journal import FRANCE
from geo_matching.common.insee import short_departement
from geo_matching.common.models import ImportRun
from qpv_data.models import NoticeDecision, QualityNotice
from qpv_data.reference import DEPARTEMENTS, region_of_departement

# Lists that live side by side under one name; a newer one does not replace an older one.
_BY_VINTAGE = frozenset({"qpv"})
State = NoticeDecision.State
OPEN = ""


def current_notices() -> QuerySet[QualityNotice]:
    """Return the notices of the latest imports, with `state` ("" to do, "dealt", "ignored").

    An import of one département leaves what earlier ones told of the others.
    """
    runs = ImportRun.objects.order_by("source", "-finished_at", "-pk").values_list(
        "source", "vintage", "territory", "pk"
    )
    wanted = Q(pk__in=[])
    for _, group in groupby(_by_list(runs), key=lambda run: run[0]):
        wanted |= _visible((territory, pk) for _, territory, pk in group)
    decisions = NoticeDecision.objects.filter(
        source=OuterRef("run__source"),
        code=OuterRef("code"),
        fingerprint=MD5(OuterRef("message")),
    ).filter(Q(state=State.IGNORED) | Q(at__gte=OuterRef("run__finished_at")))
    return QualityNotice.objects.filter(wanted).annotate(
        state=Coalesce(Subquery(decisions.values("state")[:1]), Value(OPEN)),
        reason=Coalesce(Subquery(decisions.values("reason")[:1]), Value("")),
    )


def _by_list(
    runs: Iterable[tuple[str, str, str, int]],
) -> list[tuple[tuple[str, str], str, int]]:
    named = [
        ((source, vintage if source in _BY_VINTAGE else ""), territory, pk)
        for source, vintage, territory, pk in runs
    ]
    return sorted(named, key=lambda run: run[0])


def _visible(runs: Iterable[tuple[str, int]]) -> Q:
    """Return what is still true of the runs of one list, given the newest first."""
    visible, names, covered = Q(pk__in=[]), set[str](), set[str]()
    for territory, pk in runs:
        if FRANCE in names:
            break
        own = departements_of(territory)
        # Without a limit of its own, a run may speak of any département.
        told_again = own & covered if own else covered
        if territory not in names and (not own or own > told_again):
            still = ~Q(territory__in=sorted(told_again)) if told_again else Q()
            visible |= Q(run_id=pk) & still
        names.add(territory)
        covered |= own
    return visible


def departements_of(territory: str) -> set[str]:
    """Return the départements of a territory as the journal names it: "region 84" gives twelve."""
    kind, *codes = territory.split() or [""]
    if kind == "departement":
        return {short_departement(code) for code in codes}
    if kind == "region":
        return {code for code in DEPARTEMENTS if region_of_departement(code) in codes}
    return set()


def decide(notices: Iterable[QualityNotice], state: str, *, reason: str, who: str) -> int:
    """Note a decision on each of these findings, in place of an earlier one; return how many."""
    decisions = {
        (n.run.source, n.code, n.message): NoticeDecision(
            source=n.run.source,
            code=n.code,
            fingerprint=_fingerprint(n),
            state=state,
            reason=reason,
            who=who,
        )
        for n in notices
    }
    NoticeDecision.objects.bulk_create(
        decisions.values(),
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["source", "code", "fingerprint"],
        update_fields=["state", "reason", "who", "at"],
    )
    return len(decisions)


def reopen(notices: Iterable[QualityNotice]) -> int:
    """Take back what was decided on these findings; return how many decisions went."""
    keys = {(n.run.source, n.code, _fingerprint(n)) for n in notices}
    found = NoticeDecision.objects.filter(fingerprint__in={key[-1] for key in keys})
    gone = [d.pk for d in found if (d.source, d.code, d.fingerprint) in keys]
    return NoticeDecision.objects.filter(pk__in=gone).delete()[0]


def _fingerprint(notice: QualityNotice) -> str:
    return md5(notice.message.encode(), usedforsecurity=False).hexdigest()
