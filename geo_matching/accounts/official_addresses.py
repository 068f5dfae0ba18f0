"""Which e-mail addresses show that somebody works for a collège."""

import re
import tomllib
from functools import cache
from pathlib import Path

from qpv_data.models import College

TABLE = Path(__file__).with_name("academy_domains.toml")
# The mailbox of an establishment: ce.0380001a@ac-grenoble.fr.
ESTABLISHMENT = re.compile(r"ce\.\d{7}[a-z]\Z")


@cache
def domains() -> dict[str, str]:
    """Return the e-mail domain of each académie, by its code."""
    return dict(tomllib.loads(TABLE.read_text(encoding="utf-8"))["domains"])


def domain_of(college: College) -> str:
    """Return the domain of a collège's académie, "" where it is not known."""
    return domains().get(college.commune.departement.academy_id, "")


def mailbox_of(college: College) -> str:
    """Return the collège's own mailbox: the directory's, else the usual one, "" where unknown."""
    domain = domain_of(college)
    usual = f"ce.{college.uai.lower()}@{domain}" if domain else ""
    return college.mail.lower() or usual


def is_establishments(email: str, college: College) -> bool:
    """Whether an address is the collège's own mailbox: only its staff read it."""
    domain = domain_of(college)
    own = {college.mail.lower(), f"ce.{college.uai.lower()}@{domain}" if domain else ""}
    return email.strip().lower() in own - {""}


def is_of_academy(email: str, college: College) -> bool:
    """Whether an address is of the collège's académie: it does not say of which collège.

    The mailbox of an establishment is nobody's: it has its own collège.
    """
    name, _, domain = email.strip().lower().rpartition("@")
    if not name or not domain or domain != domain_of(college):
        return False
    return ESTABLISHMENT.match(name) is None


def is_official(email: str, college: College) -> bool:
    """Whether an address may ask for this collège: at once by its mailbox, else by a colleague."""
    return is_establishments(email, college) or is_of_academy(email, college)
