"""Downloads feeds and reads each content once: its facts, or its faults, stay beside it."""

import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from geo_matching.common.errors import InputError
from geo_matching.common.files import sha256_of
from geo_matching.common.text import normalise, one_line
from transit.areas.catalogue import CatalogueFeed
from transit.areas.facts import VERSION, FeedFacts, facts_of, load_facts
from transit.areas.sources import Sources
from transit.gtfs.reader import read_feed

_NAME_LENGTH = 40
# Producers go back to the content before: it is then not read again.
KEPT_VERSIONS = 2


@dataclass(frozen=True, slots=True)
class Inspected:
    """A feed's content on disk; without facts it is refused.

    `code` is "unreachable" or "unreadable" when what is published today is of no use, `reason`
    says why. There are facts all the same when an older content of the feed was kept.
    """

    feed: CatalogueFeed
    path: Path | None = None
    sha256: str = ""
    facts: FeedFacts | None = None
    code: str = ""
    reason: str = ""


def inspect_feed(feed: CatalogueFeed, sources: Sources) -> Inspected:
    """Download a feed and read it, unless this very content was read before."""
    folder = sources.folder / "gtfs" / _file_name(feed.resource_id)
    try:
        latest = sources.zip_at([feed.url, feed.original_url], folder / "latest.zip")
    except InputError as error:
        reason = f"{feed.title}: {one_line(str(error))}"
        return _or_before(Inspected(feed, code="unreachable", reason=reason), folder)
    sha256 = sha256_of(latest)
    path = _kept_under(latest, folder / sha256[:16], _file_name(feed.title))
    return _or_before(_read_once(feed, path, sha256), folder)


def forget_old_versions(folder: Path) -> None:
    """Delete the contents of feeds but for the latest two; built networks need none of them."""
    for feed in sorted((folder / "gtfs").glob("*")):
        versions = sorted(
            (path for path in feed.iterdir() if path.is_dir()),
            key=lambda path: path.stat().st_mtime_ns,
        )
        for version in versions[:-KEPT_VERSIONS]:
            shutil.rmtree(version)


def _file_name(text: str) -> str:
    """Return words that are safe as a file's name: titles and ids come from outside."""
    words = normalise(text).replace("+", " plus ").split()
    return "-".join(words)[:_NAME_LENGTH].strip("-") or "feed"


def _or_before(found: Inspected, folder: Path) -> Inspected:
    """Go on with the last content that could be read: a producer's bad day takes no bus away."""
    if found.facts is not None:
        return found
    good = sorted(folder.glob("*/facts.npz"), key=lambda kept: kept.parent.stat().st_mtime_ns)
    for kept in reversed(good):
        facts, (path,) = load_facts(kept), kept.parent.glob("*.zip")
        if facts is not None:
            reason = f"{found.reason} (what was published before is used)"
            return replace(found, path=path, sha256=sha256_of(path), facts=facts, reason=reason)
    return found


def _kept_under(latest: Path, folder: Path, name: str) -> Path:
    """Keep a content under its checksum; its name becomes the feed's in journeys."""
    kept = next(folder.glob("*.zip"), None)
    if kept is not None:
        os.utime(folder)  # the latest again, though it was kept before
        return kept
    folder.mkdir(parents=True, exist_ok=True)
    path, draft = folder / f"{name}.zip", folder / f".{name}.part"
    shutil.copyfile(latest, draft)
    draft.replace(path)
    return path


def _read_once(feed: CatalogueFeed, path: Path, sha256: str) -> Inspected:
    kept, refused = path.parent / "facts.npz", path.parent / f"refused-{VERSION}.txt"
    facts = load_facts(kept)
    if facts is None and not refused.exists():
        try:
            facts = facts_of(read_feed(path, name=path.stem))
            facts.save(kept)
        except InputError as error:
            # Without the machine's folders: this line is shown to people.
            reason = one_line(str(error).replace(f"{path.parent}{os.sep}", ""))
            refused.write_text(reason, encoding="utf-8")
    if facts is not None:
        return Inspected(feed, path, sha256, facts)
    reason = f"{feed.title}: {refused.read_text(encoding='utf-8')}"
    return Inspected(feed, path, sha256, code="unreadable", reason=reason)
