"""One-time links to sign: 32 random bytes, of which only the hash is kept."""

import datetime as dt
from typing import Self

from django.urls import reverse
from django.utils import timezone

from geo_matching.applications.models import Agreement, Party, SigningLink
from geo_matching.common.one_time import digest_of, new_secret
from geo_matching.notifications.sending import notify

VALID = dt.timedelta(days=30)


class LinkRefusedError(Exception):
    """The link opens nothing (any more); says why, kindly, in French."""

    @classmethod
    def unknown(cls) -> Self:
        return cls("Ce lien n'existe pas ou n'est plus valable. Demandez-en un autre au collège.")

    @classmethod
    def used(cls) -> Self:
        return cls("Ce lien a déjà servi\u202f: la convention a bien été signée. Merci\u202f!")

    @classmethod
    def expired(cls) -> Self:
        return cls("Ce lien a expiré. Demandez-en un autre au collège ou à l'élève.")

    @classmethod
    def closed(cls) -> Self:
        return cls(
            "Cette convention ne se signe pas pour l'instant\u202f: elle a été rouverte, ou "
            "le stage n'a"
            " plus lieu. Vous recevrez un nouveau lien si besoin."
        )


def send_link(agreement: Agreement, party: Party, email: str) -> None:
    """Make a new link for a party, end its older ones, and have it sent."""
    now = timezone.now()
    open_links = agreement.links.filter(party=party, used_at__isnull=True, expires_at__gt=now)
    open_links.update(expires_at=now)
    token = new_secret()
    SigningLink.objects.create(
        agreement=agreement, party=party, token_hash=digest_of(token), expires_at=now + VALID
    )
    path = reverse("agreement_link", args=[token])
    notify(f"agreement_link_{party}", email, path=path, agreement=agreement)


def open_link(token: str) -> SigningLink:
    """Return the link of a token, if it can still be used.

    Raises
    ------
    LinkRefusedError
        When it is unknown, used or expired, or there is nothing to sign.
    """
    link = (
        SigningLink.objects.select_related(
            "agreement__application__student__user",
            "agreement__application__student__college",
            "agreement__application__student__school_class",
        )
        .filter(token_hash=digest_of(token))
        .first()
    )
    if link is None:
        raise LinkRefusedError.unknown()
    if link.used_at is not None:
        raise LinkRefusedError.used()
    if link.agreement.signatures.filter(party=link.party, void_at__isnull=True).exists():
        raise LinkRefusedError.used()
    if (
        not Agreement.objects.live()
        .filter(pk=link.agreement_id, status=Agreement.Status.TO_SIGN)
        .exists()
    ):
        raise LinkRefusedError.closed()
    if link.expires_at <= timezone.now():
        raise LinkRefusedError.expired()
    return link
