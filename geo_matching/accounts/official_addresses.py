"""Which e-mail addresses show that somebody works for a collège."""

import re
import tomllib
from functools import cache
from pathlib import Path

from qpv_data.models import College

TABLE = Path(__file__).with_name("academy_domains.toml")
# The mailbox of an establishment: ce.0380001a@ac-grenoble.fr.
ESTABLISHMENT = re.compile(r"ce\.(\d{7}[a-z])\Z")


@cache
def domains() -> dict[str, str]:
    """Return the e-mail domain of each académie, by its code."""
    return dict(tomllib.loads(TABLE.read_text(encoding="utf-8"))["domains"])


def domain_of(college: College) -> str:
    """Return the domain of a collège's académie, "" where it is not known."""
    return domains().get(college.commune.departement.academy_id, "")


def is_official(email: str, college: College) -> bool:
    """Whether an address is the collège's own mailbox or somebody's in its académie.

    The mailbox of another establishment is not: it has its own collège.
    """
    name, _, domain = email.strip().lower().rpartition("@")
    if not name or not domain or domain != domain_of(college):
        return False
    mailbox = ESTABLISHMENT.match(name)
    return mailbox is None or mailbox[1] == college.uai.lower()
