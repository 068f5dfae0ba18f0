"""What others ask about a collège: its pupils and classes of this year, its weeks."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone

from geo_matching.accounts.french_order import as_french, by_name
from geo_matching.accounts.models import User
from geo_matching.schools.class_list_plan import Known
from geo_matching.schools.models import SchoolClass, SchoolWeek, Student
from geo_matching.schools.school_year import school_year_of, weeks_of_year
from qpv_data.models import College


def this_year() -> int:
    """Return the autumn of the school year of today."""
    return school_year_of(timezone.localdate())


def weeks_of(college: College | str) -> frozenset[int]:
    """Return the weeks (202648) of this school year that a collège chose; empty = all of them."""
    year = weeks_of_year(this_year())
    chosen = SchoolWeek.objects.filter(college=college, week__gte=year[0], week__lte=year[-1])
    return frozenset(chosen.values_list("week", flat=True))


def student_of(user: User | AnonymousUser) -> Student | None:
    """Return the pupil of a signed-in account, None for everybody else."""
    if not isinstance(user, User) or not user.is_pupil:
        return None
    return Student.objects.filter(user=user).select_related("college").first()


def classes_of(college: College) -> QuerySet[SchoolClass]:
    """Return the classes of this year that are not archived, by name."""
    return SchoolClass.objects.filter(
        college=college, school_year=this_year(), archived_at__isnull=True
    )


def pupils_of(college: College) -> QuerySet[Student]:
    """Return the pupils of these classes, by class and name."""
    pupils = Student.objects.filter(
        school_class__college=college,
        school_class__school_year=this_year(),
        school_class__archived_at__isnull=True,
        left_at__isnull=True,
        # Whoever erased the account is nobody any more: no name to list, no sheet to give.
        user__erased_at__isnull=True,
    )
    order = (as_french("school_class__name"), by_name("user"), "pk")
    return pupils.select_related("user", "school_class").order_by(*order)


def known_pupils(college: College) -> list[Known]:
    """Return the same pupils as a class list is compared with."""
    return [
        Known(*row)
        for row in pupils_of(college).values_list(
            "pk", "user__last_name", "user__first_name", "school_class__name"
        )
    ]


def past_classes(college: College) -> QuerySet[SchoolClass]:
    """Return the classes of earlier years that nobody has archived yet."""
    return SchoolClass.objects.filter(
        college=college, school_year__lt=this_year(), archived_at__isnull=True
    )
