"""Takes somebody who leaves out of teams; offers stay with the host, online while others answer."""

from geo_matching.accounts.models import User
from offers.lifecycle import unpublish_before_leaving
from offers.models import Favourite, HostInvitation, HostMember, OfferDraft


def erase(user: User) -> None:
    unpublish_before_leaving(user)
    HostMember.objects.filter(user=user).delete()
    Favourite.objects.filter(user=user).delete()
    # What it typed, tutors and telephones too, and nobody else would see again.
    OfferDraft.objects.filter(user=user).delete()
    if user.email:
        HostInvitation.objects.filter(email__iexact=user.email).delete()
