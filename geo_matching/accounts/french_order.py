"""The order in which every list of people stands: as a French reader looks a name up."""

from django.db.models import Value
from django.db.models.functions import Collate, Concat

# PostgreSQL's own rules for French (ICU), whatever collation the database was made with: É with E,
# capitals with small letters, a blank or a hyphen before any letter (Le Gall, Lebrun).
FRENCH = "fr-x-icu"
# Comes before a blank: Martin Zoé before Martin Dupont Ali.
_BEFORE_ALL = "\t"


def as_french(field: str) -> Collate:
    return Collate(field, FRENCH)


def by_name(user: str) -> Collate:
    """Return what to order rows by, so that they stand by the last and first name of an account.

    Both are one text: as two, ÉLIE and Élie would differ before their first names are read.

    Parameters
    ----------
    user
        The way from the rows to the account: "user", "student__user".
    """
    whole = Concat(f"{user}__last_name", Value(_BEFORE_ALL), f"{user}__first_name")
    return Collate(whole, FRENCH)
