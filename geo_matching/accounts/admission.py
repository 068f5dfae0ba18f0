"""Lets people in: what follows from a verified address, and what somebody decides."""

import logging

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from geo_matching.accounts.colleagues import ask, heads_of
from geo_matching.accounts.models import AccessRequest, TerritoryScope, User
from geo_matching.accounts.official_addresses import is_establishments, is_of_academy
from geo_matching.accounts.roles import SCHOOL_STAFF, Role
from geo_matching.accounts.telling import tell
from qpv_data.models import College

Decision = AccessRequest.Decision
logger = logging.getLogger(__name__)


@transaction.atomic
def admit(user: User) -> None:
    """Give a person whose address is verified what follows from it; a second call changes nothing.

    Hosts get in, and whoever reads a collège's mailbox; about others in the académie the collège
    is asked; state agents and partners join the administrators' queue.
    """
    request = (
        AccessRequest.objects.select_for_update(of=("self",))
        .select_related("user", "college__commune__departement")
        .filter(user=user, decision=Decision.WAITING)
        .first()
    )
    if request is None:
        if user.role == Role.HOST and not user.is_approved:
            _approve(user)
        return
    if request.role in SCHOOL_STAFF:
        _admit_staff(request)
    elif request.verified_at is None:
        request.verified_at = timezone.now()
        request.save(update_fields=["verified_at"])
        path = reverse("admin:accounts_accessrequest_change", args=[request.pk])
        for administrator in _administrators():
            tell("access_requested", administrator, path=path, request=request)


@transaction.atomic
def grant(request_id: int, by: User | None) -> bool:
    """Let somebody in; False when it was decided before. `by` None: the collège's mailbox."""
    request = _waiting(request_id)
    if request is None:
        return False
    _settle(request, Decision.GRANTED, by)
    tell("access_granted", request.user, path=reverse("landing"), request=request)
    if request.college is not None:
        _tell_heads(request.user, request.college, by)
    return True


@transaction.atomic
def refuse(request_id: int, by: User | None) -> bool:
    """Turn a request down; False when it was decided before. `by` None: the collège's mailbox."""
    request = _waiting(request_id)
    if request is None:
        return False
    _settle(request, Decision.REFUSED, by)
    by_college = by is None or by.role == Role.HEAD
    path = reverse("waiting")
    tell("access_refused", request.user, path=path, request=request, by_college=by_college)
    return True


def _waiting(request_id: int) -> AccessRequest | None:
    return (
        AccessRequest.objects.select_for_update(of=("self",))
        .select_related("user", "college")
        .filter(pk=request_id)
        .waiting()
        .first()
    )


def _settle(request: AccessRequest, decision: Decision, by: User | None = None) -> None:
    request.decision, request.decided_at, request.decided_by = decision, timezone.now(), by
    request.verified_at = request.verified_at or request.decided_at
    request.save(update_fields=["decision", "decided_at", "decided_by", "verified_at"])
    decider = f"account {by.pk}" if by else "the official address"
    logger.info("access request %s: %s by %s", request.pk, decision.value, decider)
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


def _admit_staff(request: AccessRequest) -> None:
    college, email = request.college, request.user.email
    if college is None:
        return
    # Asked again: the address may have changed since the form was sent.
    if is_establishments(email, college):
        _settle(request, Decision.GRANTED)
        _tell_heads(request.user, college)
    elif is_of_academy(email, college) and request.verified_at is None:
        request.verified_at = timezone.now()
        request.save(update_fields=["verified_at"])
        ask(request, college)


def _tell_heads(newcomer: User, college: College, by: User | None = None) -> None:
    """Tell the heads of a collège who has joined: they know who belongs there."""
    known = [newcomer.pk, *([by.pk] if by else [])]
    for head in heads_of(college).exclude(pk__in=known):
        tell("staff_joined", head, newcomer=newcomer, college=college)
