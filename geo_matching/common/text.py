"""Text as machines compare it, and as French readers want it."""

import re
import unicodedata

# Beside ; : ! ? « » and inside "8 h 12": the space that never breaks a line.
NARROW_SPACE = "\u202f"
# How a cell begins that a spreadsheet runs.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

_COMBINING = re.compile(r"[\u0300-\u036f]+")
_NOT_WORD = re.compile(r"[^0-9a-z+]+")
_BESIDE_SIGN = re.compile(r" (?=[;:!?»€])|(?<=«) ")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})


def fold(text: str) -> str:
    """Return the text in lower case and without accents, its signs and blanks kept."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES).casefold())
    return _COMBINING.sub("", decomposed)


def normalise(text: str) -> str:
    """Return the text in lower case, without accents, its words parted by one space.

    >>> normalise("  Collège d'Éloi-Ville ")
    'college d eloi ville'
    """
    return _NOT_WORD.sub(" ", fold(text)).strip()


def one_line(text: str) -> str:
    """Return the text with every run of blanks and line ends made one space."""
    return " ".join(text.split())


def shorten(text: str, width: int = 80) -> str:
    """Return the text on one line, cut with "..." beyond `width` characters."""
    line = one_line(text)
    return line if len(line) <= width else f"{line[: width - 3]}..."


def typeset(text: str) -> str:
    """Return a French text with narrow no-break spaces where its signs want them."""
    return _BESIDE_SIGN.sub(NARROW_SPACE, text)


def of_whom(name: str) -> str:
    """Return a name after "de" as French joins them.

    >>> [of_whom(name) for name in ("Élie", "Yanis", "Henri")]
    ["d'Élie", 'de Yanis', 'de Henri']
    """
    # An h may be mute or not, and no rule tells: "de" is never wrong in writing.
    return f"d'{name}" if fold(name)[:1] in set("aeiou") else f"de {name}"


def time_in_words(seconds: int) -> str:
    """Return a time of day in French words: 29520 gives "8 h 12" (narrow no-break spaces)."""
    hours, minutes = divmod(seconds // 60, 60)
    tail = f"{NARROW_SPACE}{minutes:02}" if minutes else ""
    return f"{hours}{NARROW_SPACE}h{tail}"


def no_formula(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, whoever wrote it.

    >>> [no_formula(text) for text in ("=1+1", "Anne-Marie")]
    ["'=1+1", 'Anne-Marie']
    """
    return f"'{text}" if text.startswith(_FORMULA) else text
