"""Who is told what about an agreement: the host's team, the collège, the pupil."""

from collections.abc import Iterable

from django.urls import reverse

from geo_matching.accounts.models import User
from geo_matching.accounts.roles import Role
from geo_matching.applications.agreements.heads import staff_of
from geo_matching.applications.models import Agreement
from geo_matching.notifications.models import Notification
from geo_matching.notifications.sending import notify


def tell_host(agreement: Agreement, kind: str) -> None:
    host = agreement.application.offer.site.host
    _tell(User.objects.filter(host_memberships__host=host, is_active=True), agreement, kind)


def tell_pupil(agreement: Agreement, kind: str) -> None:
    _tell([agreement.application.student.user], agreement, kind)


def tell_school(agreement: Agreement, kind: str, *roles: Role) -> None:
    """Tell the collège, whose classes come in dozens: one unread message of a kind is enough."""
    staff = staff_of(agreement.application.student.college, *roles)
    waiting = Notification.objects.filter(kind=kind, read_at__isnull=True).values("recipient")
    for user in staff.exclude(pk__in=waiting.filter(recipient__isnull=False)):
        notify(kind, user, path=reverse("agreement_list"))


def _tell(users: Iterable[User], agreement: Agreement, kind: str) -> None:
    path = reverse("agreement", args=[agreement.pk])
    for user in users:
        notify(kind, user, path=path, agreement=agreement)
