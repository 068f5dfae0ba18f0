"""A collège chooses its internship weeks of this school year."""

from collections.abc import Collection

from django.db import transaction

from geo_matching.schools.models import SchoolWeek
from geo_matching.schools.queries import this_year
from geo_matching.schools.school_year import weeks_of_year
from qpv_data.models import College


@transaction.atomic
def choose_weeks(college: College, weeks: Collection[int]) -> None:
    """Keep these weeks of this year and no other; those of other years stay."""
    year = weeks_of_year(this_year())
    dropped = SchoolWeek.objects.filter(college=college, week__gte=year[0], week__lte=year[-1])
    dropped.exclude(week__in=weeks).delete()
    SchoolWeek.objects.bulk_create(
        [SchoolWeek(college=college, week=week) for week in sorted(weeks)], ignore_conflicts=True
    )
