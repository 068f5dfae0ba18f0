"""Lets people in: what follows from a verified address, and what an administrator decides."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from geo_matching.accounts.models import AccessRequest, TerritoryScope, User
from geo_matching.accounts.official_addresses import is_official
from geo_matching.accounts.roles import SCHOOL_STAFF, Role
from geo_matching.accounts.telling import tell

Decision = AccessRequest.Decision


@transaction.atomic
def admit(user: User) -> None:
    """Give a person whose address is verified what follows from it; a second call changes nothing.

    Hosts and school staff get in; state agents and partners join the administrators' queue.
    """
    request = (
        AccessRequest.objects.select_for_update(of=("self",))
        .select_related("college__commune__departement")
        .filter(user=user, decision=Decision.WAITING)
        .first()
    )
    if request is None:
        if user.role == Role.HOST and not user.is_approved:
            _approve(user)
        return
    if request.role in SCHOOL_STAFF:
        # Asked again: the address may have changed since the form was sent.
        if request.college is not None and is_official(user.email, request.college):
            _settle(request, Decision.GRANTED)
            _tell_colleagues(request)
    elif request.verified_at is None:
        request.verified_at = timezone.now()
        request.save(update_fields=["verified_at"])
        path = reverse("admin:accounts_accessrequest_change", args=[request.pk])
        for administrator in _administrators():
            tell("access_requested", administrator, path=path, request=request)


@transaction.atomic
def grant(request_id: int, by: User) -> bool:
    """Let a state agent or a partner in; False when somebody has decided before."""
    request = _waiting(request_id)
    if request is None:
        return False
    _settle(request, Decision.GRANTED, by)
    tell("access_granted", request.user, path=reverse("landing"), request=request)
    return True


@transaction.atomic
def refuse(request_id: int, by: User) -> bool:
    """Turn a request down; False when somebody has decided before."""
    request = _waiting(request_id)
    if request is None:
        return False
    _settle(request, Decision.REFUSED, by)
    tell("access_refused", request.user, path=reverse("waiting"), request=request)
    return True


def _waiting(request_id: int) -> AccessRequest | None:
    return (
        AccessRequest.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(pk=request_id)
        .waiting()
        .first()
    )


def _settle(request: AccessRequest, decision: Decision, by: User | None = None) -> None:
    request.decision, request.decided_at, request.decided_by = decision, timezone.now(), by
    request.verified_at = request.verified_at or request.decided_at
    request.save(update_fields=["decision", "decided_at", "decided_by", "verified_at"])
    if decision == Decision.GRANTED:
        if request.level:
            TerritoryScope.objects.get_or_create(
                user=request.user,
                level=request.level,
                college=request.college,
                departement=request.departement,
                academy=request.academy,
                region=request.region,
            )
        request.user.role = request.role
        _approve(request.user)


def _approve(user: User) -> None:
    user.approved_at = timezone.now()
    user.save(update_fields=["approved_at", "role"])


def _administrators() -> list[User]:
    found = User.objects.filter(
        role=Role.ADMINISTRATOR, is_active=True, approved_at__isnull=False
    ).exclude(email="")
    return list(found)


def _tell_colleagues(request: AccessRequest) -> None:
    """Tell the heads of a collège who has joined: they know who belongs there."""
    heads = User.objects.filter(
        role=Role.HEAD, is_active=True, approved_at__isnull=False, scopes__college=request.college
    ).exclude(pk=request.user_id)
    for head in heads:
        tell("staff_joined", head, newcomer=request.user, college=request.college)
