"""Takes somebody who leaves out of teams; the offers stay with the host."""

from geo_matching.accounts.models import User
from offers.models import Favourite, HostMember


def erase(user: User) -> None:
    HostMember.objects.filter(user=user).delete()
    Favourite.objects.filter(user=user).delete()
