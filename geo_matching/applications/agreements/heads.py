"""Who is the head of a collège today: asked when an agreement is shown or printed, never copied."""

from django.db.models import QuerySet

from geo_matching.accounts.models import TerritoryScope, User
from geo_matching.accounts.roles import Role
from qpv_data.models import College


def staff_of(college: College, *roles: Role) -> QuerySet[User]:
    """Return the people of a collège with these roles who may act today."""
    scopes = TerritoryScope.objects.filter(
        level=TerritoryScope.Level.COLLEGE, college=college
    ).values("user")
    return User.objects.filter(
        pk__in=scopes, role__in=roles, is_active=True, approved_at__isnull=False
    )


def head_of(college: College) -> str:
    """Return the head's name, "" when none is known; of several, who came last."""
    head = staff_of(college, Role.HEAD).order_by("-approved_at", "-pk").first()
    return str(head) if head else ""
