"""Keeps what an update of an area has seen: its feeds, their versions, a run of the journal."""

from collections.abc import Sequence
from dataclasses import asdict

from geo_matching.common.models import ImportNotice, ImportRun
from transit.areas.inspecting import Inspected
from transit.areas.plans import Plan
from transit.models import Area, Feed, FeedVersion, NetworkBuild

# Those of the columns.
_REASON_LENGTH, _TITLE_LENGTH = 300, 200


def source_of(code: str) -> str:
    """Return the name under which the journal keeps the networks of an area."""
    return f"network:{code}"


def keep_feeds(area: Area, plan: Plan) -> None:
    """Make the rows of feeds and versions say what was found; the same twice changes nothing."""
    used = [_keep_feed(one, used=True, code=one.code, reason=one.reason) for one in plan.feeds]
    for one in plan.others:
        code, reason = plan.choice.left.get(one.feed.resource_id, (one.code, one.reason))
        elsewhere = Feed.objects.filter(
            resource_id=one.feed.resource_id, areas__isnull=False
        ).exclude(areas=area)
        if not elsewhere.exists():
            _keep_feed(one, used=False, code=code, reason=reason)
    _tell_gone(area, plan)
    area.feeds.set(used)


def _tell_gone(area: Area, plan: Plan) -> None:
    """Mark the feeds that this area used and nobody offers any more."""
    seen = {one.feed.resource_id for one in (*plan.feeds, *plan.others)}
    gone = area.feeds.exclude(resource_id__in=seen)
    Feed.objects.filter(pk__in=gone.values("pk")).update(
        status=Feed.Status.GONE, reason_code="", reason=""
    )


def _keep_feed(one: Inspected, *, used: bool, code: str = "", reason: str = "") -> Feed:
    found = one.feed
    feed, _ = Feed.objects.update_or_create(
        resource_id=found.resource_id,
        defaults={
            "dataset_id": found.dataset_id,
            "title": found.title[:_TITLE_LENGTH],
            "publisher": found.publisher[:_TITLE_LENGTH],
            "licence": found.licence,
            "url": found.url,
            "original_url": found.original_url,
            "status": Feed.Status.USED if used else Feed.Status.SKIPPED,
            "reason_code": code,
            "reason": reason[:_REASON_LENGTH],
        },
    )
    if one.path is not None:
        _keep_version(feed, one)
    return feed


def _keep_version(feed: Feed, one: Inspected) -> None:
    first, last = one.facts.covered if one.facts else (None, None)
    status = FeedVersion.Status.READ if one.facts else FeedVersion.Status.REFUSED
    assert one.path is not None  # noqa: S101 - the caller has asked
    FeedVersion.objects.get_or_create(
        feed=feed,
        sha256=one.sha256,
        defaults={
            "bytes": one.path.stat().st_size,
            "valid_from": first,
            "valid_to": last,
            "status": status,
            "reason": one.reason[:_REASON_LENGTH],
        },
    )


def keep_run(
    plan: Plan, build: NetworkBuild, reasons: Sequence[str], took: tuple[float, str]
) -> None:
    """Enter a build into the journal of imports, with its notices.

    Parameters
    ----------
    took : tuple
        Seconds it took, and who asked for it.
    """
    duration_s, who = took
    run = ImportRun.objects.create(
        source=source_of(plan.area),
        vintage=f"{build.covered_from}..{build.covered_to}",
        licence=", ".join(sorted({one.feed.licence for one in plan.feeds} | {"ODbL"})),
        files=[
            {"name": one.path.name, "bytes": one.path.stat().st_size, "sha256": one.sha256}
            for one in plan.feeds
            if one.path is not None
        ],
        sha256=plan.inputs_sha256,
        changed=len(reasons),
        unchanged=0,
        who=who,
        duration_s=round(duration_s, 2),
    )
    ImportNotice.objects.bulk_create(ImportNotice(run=run, **asdict(n)) for n in plan.notices)
