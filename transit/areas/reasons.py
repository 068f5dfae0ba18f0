"""Whether an area's network should be built again, and why."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from transit.areas.plans import Plan
from transit.network.storage import FORMAT_VERSION

# Extracts change every day; streets alone are a reason to build only after so many days.
STREETS_GOOD_FOR = timedelta(days=30)


def reasons_to_build(plan: Plan, built: Mapping[str, Any] | None) -> list[str]:
    """Return why a network should be built now, in plain words; empty when it should not.

    Parameters
    ----------
    built : mapping or None
        The inputs of the build in service; None without one.
    """
    if not plan.feeds:
        return []
    if not built:
        return ["no network yet"]
    reasons = []
    if built.get("engine") != FORMAT_VERSION:
        reasons.append("the engine's folders have a new version")
    reasons += _changed_feeds(plan.inputs["feeds"], built.get("feeds", []))
    if built.get("box", []) != plan.inputs["box"]:
        reasons.append("the area has other bounds")
    reasons += _changed_streets(plan, built)
    return reasons


def same_feeds(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether two networks rest on the same contents of the same feeds."""
    contents = [
        {(feed["resource"], feed["sha256"]) for feed in inputs.get("feeds", [])}
        for inputs in (one, other)
    ]
    return contents[0] == contents[1]


def _changed_feeds(
    now: Sequence[Mapping[str, str]], before: Sequence[Mapping[str, str]]
) -> list[str]:
    new = {one["resource"]: one for one in now}
    old = {one["resource"]: one for one in before}
    return [
        *(f"{new[key]['title']} is new" for key in sorted(new.keys() - old.keys())),
        *(f"{old[key]['title']} is no longer used" for key in sorted(old.keys() - new.keys())),
        *(
            f"{new[key]['title']} has changed"
            for key in sorted(new.keys() & old.keys())
            if new[key]["sha256"] != old[key]["sha256"]
        ),
    ]


def _changed_streets(plan: Plan, built: Mapping[str, Any]) -> list[str]:
    if plan.streets_replaced:
        # The index is down today: no reason to change from its extracts to others and back.
        return []
    new = {one.name: one.md5 for one in plan.streets}
    old = {one["name"]: one["md5"] for one in built.get("streets", [])}
    if new.keys() != old.keys():
        return ["the streets come from other extracts"]
    age = plan.today - date.fromisoformat(built["streets_on"])
    if new != old and age >= STREETS_GOOD_FOR:
        return [f"the streets are {age.days} days old and have changed"]
    return []
