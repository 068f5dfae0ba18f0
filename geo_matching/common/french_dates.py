"""What every template may ask for in French: "1er décembre", and "d'Élie" as "de Yanis"."""

import re
from datetime import date, datetime

from django.template import Library
from django.template.defaultfilters import date as plain_date

from geo_matching.common.text import of_whom
from geo_matching.common.weeks import MONTHS

register = Library()
_FIRST = re.compile(rf"(?<!\d)1 (?=(?:{'|'.join(MONTHS)})\b)")


# A builtin of templates in the settings: it takes the place of Django's filter on every page and
# in every message.
@register.filter(name="date", expects_localtime=True, is_safe=False)
def french_date(moment: date | datetime | str | None, form: str | None = None) -> str:
    """Return a date or time in a format of Django's, the first of a month as "1er"."""
    return _FIRST.sub("1er ", str(plain_date(moment, form)))


@register.filter(name="of_whom")
def name_after_de(name: object) -> str:
    """Return "d'Élie" or "de Yanis"."""
    return of_whom(str(name))
