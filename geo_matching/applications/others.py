"""What else a pupil might ask for, once it has applied: one application is seldom enough."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from geo_matching.accounts.models import current_season
from geo_matching.applications.deadlines import has_begun
from geo_matching.applications.models import ApplicationQuerySet
from geo_matching.schools.queries import weeks_of
from offers.weeks import format_week


@dataclass(frozen=True, slots=True)
class Others:
    """What the page's script asks the web API for; `applied` are offers it leaves out.

    Ranks rest on travel times, which a layer above this one knows: the page fetches them.
    """

    college: str
    weeks: tuple[str, ...]
    sector: str
    applied: tuple[int, ...]

    @property
    def for_script(self) -> dict[str, Any]:
        return {
            "college": self.college,
            "weeks": self.weeks,
            "sector": self.sector,
            "applied": self.applied,
        }

    @property
    def search(self) -> str:
        """The search's own parameters, for who follows the link."""
        week = {"semaine": self.weeks[0]} if len(self.weeks) == 1 else {}
        return urlencode({"college": self.college, "domaine": self.sector, **week})


def others_for(mine: ApplicationQuerySet) -> Others | None:
    """Return where to look for more like a pupil's latest application.

    None where nothing is under way, or applications are closed.
    """
    latest = mine.live().select_related("offer", "student").order_by("-submitted_at", "-pk").first()
    if latest is None or not current_season().applications_open:
        return None
    today = timezone.localdate()
    chosen = sorted(
        week for week in weeks_of(latest.student.college_id) if not has_begun(week, today)
    )
    return Others(
        college=latest.student.college_id,
        weeks=tuple(format_week(week) for week in chosen or [latest.week]),
        sector=latest.offer.sector,
        applied=tuple(mine.order_by("offer").values_list("offer", flat=True)),
    )
