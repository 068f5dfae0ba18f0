"""Erases a person from the service; what others did with the account stays, without a name."""

import secrets
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string

from geo_matching.accounts.lockout import unlock
from geo_matching.accounts.models import AccessRequest, Activation, User
from geo_matching.accounts.models.user import ERASED
from geo_matching.accounts.roles import Role

OWN: tuple[Any, ...] = (EmailAddress, Authenticator, SocialAccount, Activation, AccessRequest)


class LastAdministratorError(Exception):
    """The account is the last that could administer the service: it is not erased."""


def lock(user: User) -> User:
    """Lock an account until the transaction ends, and return it as it is now.

    An administrator's is locked with those of all the others, in one order: of two who leave at the
    same moment, the second one sees that the first has left.

    Without the key: whoever holds an offer may write to its team meanwhile, and the layers above
    wait here for that offer.
    """
    if user.role == Role.ADMINISTRATOR:
        everyone = User.objects.filter(role=Role.ADMINISTRATOR).order_by("pk")
        # Read to the end: a query that nobody reads locks nothing.
        list(everyone.select_for_update(no_key=True).values_list("pk"))
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)


@transaction.atomic
def erase(user: User) -> None:
    """Make an account nobody's: no name, no address, no way in; a second call changes nothing.

    The layers above forget what they know first (settings.ACCOUNT_ERASERS).

    Raises
    ------
    LastAdministratorError
        When nobody else could administer the service; nothing is changed.
    """
    kept = lock(user)
    if kept.erased_at is not None:
        return
    if is_last_administrator(kept):
        raise LastAdministratorError
    for path in settings.ACCOUNT_ERASERS:
        import_string(path)(kept)
    unlock(kept)
    _forget_in_log(kept)
    for model in OWN:
        model.objects.filter(user=kept).delete()
    kept.scopes.all().delete()
    kept.groups.clear()
    kept.user_permissions.clear()
    kept.username = f"supprime-{secrets.token_hex(8)}"
    kept.first_name = kept.last_name = kept.email = ""
    kept.is_active = kept.is_staff = kept.is_superuser = kept.wants_digest = False
    kept.approved_at, kept.erased_at = None, timezone.now()
    # Sessions end with the password they were opened with.
    kept.set_unusable_password()
    kept.save()
    user.refresh_from_db()


def _forget_in_log(user: User) -> None:
    """Take names and addresses out of the administration's log; what was done stays there."""
    told = Q(content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk))
    for model in (EmailAddress, SocialAccount):
        keys = [str(pk) for pk in model.objects.filter(user=user).values_list("pk", flat=True)]
        if keys:
            kind = ContentType.objects.get_for_model(model)
            told |= Q(content_type=kind, object_id__in=keys)
    LogEntry.objects.filter(told).update(object_repr=ERASED)


def is_last_administrator(user: User) -> bool:
    """Tell whether nobody else could administer the service: that account is not erased."""
    if user.role != Role.ADMINISTRATOR:
        return False
    others = User.objects.filter(
        role=Role.ADMINISTRATOR, is_active=True, approved_at__isnull=False
    ).exclude(pk=user.pk)
    return not others.exists()
