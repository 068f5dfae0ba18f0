"""The verbs of an agreement: a part is finished, a party signs, the collège opens it again.

Each locks the agreement first, checks, and writes the change down.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from geo_matching.accounts.models import User
from geo_matching.accounts.roles import Role
from geo_matching.applications.agreements import papers
from geo_matching.applications.agreements.heads import head_of
from geo_matching.applications.agreements.links import open_link, send_link
from geo_matching.applications.agreements.missing import missing_of_host, missing_of_school
from geo_matching.applications.agreements.telling import tell_host, tell_pupil, tell_school
from geo_matching.applications.models import (
    Agreement,
    AgreementMove,
    LegalRepresentative,
    Party,
    Signature,
    SignedPaper,
    SigningLink,
)
from geo_matching.common.one_time import digest_of

Status = Agreement.Status
OFFICE = (Role.HEAD, Role.SECRETARY)


class RefusedError(Exception):
    """It cannot be done now; the sentences are French and for whoever asked."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


def party_of(user: User) -> Party | None:
    """Return for whom this account signs, among the agreements it sees."""
    if user.is_pupil:
        return Party.PUPIL
    if user.role == Role.HEAD:
        return Party.HEAD
    return None if user.is_school_staff else Party.HOST


@transaction.atomic
def finish_part(agreement: Agreement, part: Party, actor: User) -> Agreement:
    """Note that the host's or the collège's part is done; with both the signing begins.

    Raises
    ------
    RefusedError
        When something is missing, told in words, or the agreement is no draft any more.
    """
    locked = _locked(agreement, Status.DRAFT)
    look, field = {
        Party.HOST: (missing_of_host, "host_done_at"),
        Party.HEAD: (missing_of_school, "school_done_at"),
    }[part]
    lacking = look(locked)
    if lacking:
        raise RefusedError(*lacking)
    setattr(locked, field, timezone.now())
    locked.save(update_fields=[field])
    if locked.host_done_at and locked.school_done_at:
        _move(locked, Status.TO_SIGN, actor)
        _ask_to_sign(locked)
    elif part == Party.HOST:
        tell_school(locked, "agreement_school_part", *OFFICE)
    return locked


@transaction.atomic
def sign(
    agreement: Agreement, party: Party, name: str, how: str, actor: User | None = None
) -> Signature:
    """Keep a party's signature; signing twice keeps the first.

    Raises
    ------
    RefusedError
        When there is nothing to sign now.
    """
    # Signed by all meanwhile: the party's own signature is among them, and is found.
    locked = _locked(agreement, Status.TO_SIGN, Status.SIGNED)
    kept, is_new = _live(locked).get_or_create(
        agreement=locked, party=party, void_at=None, defaults={"name": name, "how": how}
    )
    if is_new and _live(locked).count() == len(Party):
        _move(locked, Status.SIGNED, actor)
        tell_host(locked, "agreement_signed")
        tell_pupil(locked, "agreement_signed")
    return kept


@transaction.atomic
def sign_by_link(token: str, name: str) -> Signature:
    """Sign with a one-time link, which is spent by it.

    Raises
    ------
    LinkRefusedError
        When the link cannot be used (any more).
    RefusedError
        When there is nothing to sign now.
    """
    # The lock comes before the look: of two clicks at once the second finds the link spent.
    SigningLink.objects.select_for_update().filter(token_hash=digest_of(token)).first()
    link = open_link(token)
    signature = sign(link.agreement, Party(link.party), name, Signature.How.LINK)
    SigningLink.objects.filter(pk=link.pk).update(used_at=timezone.now())
    return signature


def sign_all(agreements: Iterable[Agreement], head: User) -> int:
    """Sign for the collège what can be signed of these; return how many."""
    done = 0
    for agreement in agreements:
        try:
            sign(agreement, Party.HEAD, str(head), Signature.How.ACCOUNT, head)
        except RefusedError:
            continue
        done += 1
    return done


@transaction.atomic
def reopen(agreement: Agreement, actor: User, reason: str) -> None:
    """Make it a draft again: signatures and links are void, a paper goes, all of it is logged.

    Raises
    ------
    RefusedError
        When it is a draft already, or the stage no longer takes place.
    """
    locked = _locked(agreement, Status.TO_SIGN, Status.SIGNED)
    now = timezone.now()
    _live(locked).update(void_at=now)
    locked.links.filter(used_at__isnull=True, expires_at__gt=now).update(expires_at=now)
    SignedPaper.objects.filter(agreement=locked).delete()
    locked.host_done_at = locked.school_done_at = None
    locked.save(update_fields=["host_done_at", "school_done_at"])
    _move(locked, Status.DRAFT, actor, reason)
    tell_host(locked, "agreement_reopened")
    tell_pupil(locked, "agreement_reopened")


@transaction.atomic
def sign_by_paper(agreement: Agreement, actor: User, content: bytes) -> SignedPaper:
    """Keep the paper that every party has signed, instead of what signatures are lacking.

    Raises
    ------
    PaperRefusedError
        When the file is no PDF, JPEG or PNG, or too large; nothing is kept.
    RefusedError
        When all have signed already, or the stage no longer takes place.
    """
    locked = _locked(agreement, Status.DRAFT, Status.TO_SIGN)
    file, media_type = papers.store(content)
    paper, _ = SignedPaper.objects.update_or_create(
        agreement=locked,
        defaults={"file": file, "content_type": media_type, "uploaded_by": actor},
    )
    names = _names(locked)
    for party in Party:
        _live(locked).get_or_create(
            agreement=locked,
            party=party,
            void_at=None,
            defaults={"name": names[party], "how": Signature.How.PAPER},
        )
    _move(locked, Status.SIGNED, actor)
    tell_host(locked, "agreement_signed")
    tell_pupil(locked, "agreement_signed")
    return paper


def representative_of(agreement: Agreement) -> LegalRepresentative | None:
    return LegalRepresentative.objects.filter(student=agreement.application.student_id).first()


def _locked(agreement: Agreement, *allowed: str) -> Agreement:
    locked = (
        Agreement.objects.live()
        .select_for_update(of=("self",))
        .select_related(
            "application__student__user",
            "application__student__college__commune",
            "application__offer__site__host",
        )
        .filter(pk=agreement.pk)
        .first()
    )
    if locked is None:
        raise RefusedError("Ce stage n'a plus lieu\u202f: la convention n'a plus d'effet.")
    if locked.status not in allowed:
        raise RefusedError(f"Cette convention est maintenant {locked.get_status_display()}.")
    return locked


def _move(agreement: Agreement, to_status: str, actor: User | None, reason: str = "") -> None:
    AgreementMove.objects.create(
        agreement=agreement,
        from_status=agreement.status,
        to_status=to_status,
        actor=actor,
        reason=reason,
    )
    agreement.status = to_status
    agreement.save(update_fields=["status"])


def _live(agreement: Agreement) -> Any:
    return Signature.objects.filter(agreement=agreement, void_at__isnull=True)


def _ask_to_sign(agreement: Agreement) -> None:
    tell_host(agreement, "agreement_to_sign")
    tell_pupil(agreement, "agreement_to_sign")
    tell_school(agreement, "agreement_to_sign_head", Role.HEAD)
    representative = representative_of(agreement)
    if representative is not None and representative.email:
        send_link(agreement, Party.REPRESENTATIVE, representative.email)


def _names(agreement: Agreement) -> dict[Party, str]:
    representative = representative_of(agreement)
    return {
        Party.HOST: agreement.host_signatory or agreement.host_name,
        Party.HEAD: head_of(agreement.application.student.college) or agreement.school_name,
        Party.REPRESENTATIVE: representative.name if representative else "Représentant légal",
        Party.PUPIL: str(agreement.application.student.user),
    }
