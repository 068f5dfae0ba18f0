"""The ten best offers of each REP+ collège that a network covers, as text."""

from collections.abc import Iterator

from geo_matching.matching.criteria import Filters
from geo_matching.matching.errors import CollegeNotLocatedError, NoTimetableError
from geo_matching.matching.models import ComputedCollege
from geo_matching.matching.queries import find_offers_for
from qpv_data.models import EducationPriority

SHOWN = 10


def best_offers_of_rep_plus() -> Iterator[str]:
    """Yield a block of text a computed REP+ collège: its best offers with the reasons."""
    computed = ComputedCollege.objects.filter(
        college__priority=EducationPriority.REP_PLUS
    ).select_related("college__commune")
    for row in computed.order_by("college__name"):
        college = row.college
        lines = [f"{college.name}, {college.commune.name} ({college.uai}, REP+)"]
        try:
            page = find_offers_for(college, Filters(max_minutes=90), page_size=SHOWN)
        except (CollegeNotLocatedError, NoTimetableError) as error:
            yield f"{lines[0]}\n  {error}"
            continue
        lines[0] += f": {page.count} offres à moins de 90\u202fmin"
        for rank, offer in enumerate(page.results, start=1):
            lines.append(f"  {rank:>2}. {offer.offer.title} - {'; '.join(offer.reasons)}")
        yield "\n".join(lines)
