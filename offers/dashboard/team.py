"""Who acts for a host: invite a colleague by a one-time link, join, leave."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from geo_matching.accounts.models import User
from geo_matching.common.one_time import digest_of, new_secret
from geo_matching.notifications.sending import notify
from offers.models import Host, HostInvitation, HostMember, Offer

MOST_OPEN = 20


class TeamError(Exception):
    """Why it cannot be done: one sentence in French."""


@dataclass(frozen=True, slots=True)
class Joined:
    host: Host
    newly: bool


@transaction.atomic
def invite(host: Host, email: str, user: User) -> HostInvitation:
    """Send a colleague a link; an earlier one to the same address stops working.

    Raises
    ------
    TeamError
    """
    email = email.strip().lower()
    if host.members.filter(user__email__iexact=email).exists():
        raise TeamError("Cette personne est déjà dans l'équipe.")
    others = host.invitations.open().exclude(email=email)
    if others.count() >= MOST_OPEN:
        raise TeamError(f"Déjà {MOST_OPEN} invitations attendent une réponse.")
    token = new_secret()
    invitation, _ = HostInvitation.objects.update_or_create(
        host=host,
        email=email,
        defaults={
            "token_hash": digest_of(token),
            "invited_by": user,
            "created_at": timezone.now(),
            "accepted_at": None,
        },
    )
    path = reverse("host_invitation", args=[token])
    notify("host_invitation", email, path=path, host=host.name)
    return invitation


def find_invitation(token: str, user: User | AnonymousUser) -> HostInvitation:
    """Return the invitation of a link, if it is for this account.

    Raises
    ------
    TeamError
        When it was used, is too old, or was sent to another address.
    """
    found = HostInvitation.objects.by_token(token).select_related("host").first()
    if found is None or not HostInvitation.objects.open().filter(pk=found.pk).exists():
        raise TeamError("Cette invitation n'est plus valable\u202f: demandez-en une autre.")
    if not isinstance(user, User) or user.email.lower() != found.email:
        raise TeamError("Cette invitation a été envoyée à une autre adresse que la vôtre.")
    return found


@transaction.atomic
def join(token: str, user: User) -> Joined:
    """Put the user into the team of the invitation's host; the link is used up.

    Raises
    ------
    TeamError
    """
    HostInvitation.objects.by_token(token).select_for_update().first()
    invitation = find_invitation(token, user)
    _, newly = HostMember.objects.get_or_create(host=invitation.host, user=user)
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    return Joined(invitation.host, newly)


def answer_for_source(source: str, user: User) -> int:
    """Put the user into the team of each host that posts from a source and has nobody in it.

    Returns how many teams that makes; a second time there are none left.
    """
    alone = Host.objects.filter(sites__offers__source=source, members=None).distinct()
    made = [HostMember(host=host, user=user) for host in alone]
    return len(HostMember.objects.bulk_create(made, ignore_conflicts=True))


@transaction.atomic
def leave(host: Host, user: User) -> None:
    """Take the user out of a team; the last one stays while offers are to be online.

    Raises
    ------
    TeamError
    """
    members = list(HostMember.objects.select_for_update().filter(host=host))
    alone = [member.user_id for member in members] == [user.pk]
    if alone and Offer.objects.wanted_online().filter(site__host=host).exists():
        raise TeamError(
            "Vous êtes seul dans cette équipe et des offres sont en ligne\u202f: "
            "invitez d'abord quelqu'un, ou retirez ces offres."
        )
    HostMember.objects.filter(host=host, user=user).delete()
