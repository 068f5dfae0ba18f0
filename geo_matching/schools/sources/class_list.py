"""A class list of any school tool: names and classes, nothing else, and what was left out."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geo_matching.common.errors import InputError
from geo_matching.common.notices import Notice
from geo_matching.common.text import NARROW_SPACE, normalise, shorten
from geo_matching.schools.sources.class_file import MAX_ROWS, TOO_LONG, Line, read_lines

# What tools call each column, the best name first; every other column is never looked at.
HEADERS: Mapping[str, tuple[str, ...]] = {
    "last_name": ("nom", "nom de famille", "nom eleve", "nom de l eleve", "nom d usage", "noms"),
    "first_name": (
        "prenom",
        "prenom 1",
        "prenoms",
        "prenom eleve",
        "prenom de l eleve",
        "prenom d usage",
        "prenom usuel",
    ),
    "class_name": (
        "classe",
        "division",
        "classe de rattachement",
        "nom de la classe",
        "lib classe",
        "code classe",
        "code structure",
        "div",
        "classes",
    ),
    "full_name": ("eleve", "eleves", "nom et prenom", "nom prenom", "nom complet", "nom prenoms"),
}
FRENCH = {"last_name": "Nom", "first_name": "Prénom", "class_name": "Classe"}
# The header stands below at most so many lines of title.
_HEAD_LINES = 10
MAX_NAME, MAX_CLASS = 80, 30

# A name begins with a letter; a formula, an address or a tag does not look like this.
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|[ '’.()\-])*")
_CLASS = re.compile(r"[\w][\w °ª./\-']*")
_LEVEL = re.compile(r"^3 ?(?:iemes?|emes?|es?)?(?= ?[0-9a-z])")
_OTHER_LEVEL = re.compile(r"^[456] ?(?:iemes?|emes?|es?)? ?(?:[0-9a-z]{0,2}|segpa|ulis)$")


class Keyed:
    """What a pupil is recognised by, wherever its names come from."""

    __slots__ = ()
    last_name: str
    first_name: str
    class_name: str

    @property
    def name_key(self) -> str:
        return name_key(self.last_name, self.first_name)

    @property
    def class_key(self) -> str:
        return class_key(self.class_name)


@dataclass(frozen=True, slots=True)
class Row(Keyed):
    """A pupil of the list; `line` is the line of the file."""

    line: int
    last_name: str
    first_name: str
    class_name: str


@dataclass(frozen=True, slots=True)
class ClassList:
    """What a file says, and what was left out of it, line by line, in French."""

    rows: tuple[Row, ...]
    notices: tuple[Notice, ...]


def name_key(last_name: str, first_name: str) -> str:
    """Return what two spellings of one name share: "Lefèvre", "LEFEVRE" and "le fevre" do not all.

    >>> name_key("D'ARÇON ", "Élie-Noé")
    'd arcon|elie noe'
    """
    return f"{normalise(last_name)}|{normalise(first_name)}"


def class_key(name: str) -> str:
    """Return what two spellings of one class share: "3e A", "3EME A", "3°A" and "3A".

    >>> [class_key(name) for name in ("3e A", "3ème A", "3°A", "3A", "3E", "301")]
    ['3a', '3a', '3a', '3a', '3e', '301']
    """
    plain = normalise(name)
    return _LEVEL.sub("3", plain).replace(" ", "")


def read_class_list(content: bytes) -> ClassList:
    """Read an uploaded list.

    Raises
    ------
    InputError
        When no list can be found in the file; the message is for people, in French.
    """
    lines = read_lines(content)
    position, columns = _header(lines)
    body = lines[position + 1 :]
    if len(body) > MAX_ROWS:
        raise InputError(TOO_LONG)
    if not body:
        raise InputError("Cette liste n'a aucun élève sous ses titres de colonnes.")
    read = [_row(line, columns) for line in body]
    rows = [one for one in read if isinstance(one, Row)]
    notices = [one for one in read if not isinstance(one, Row)]
    kept, twice = _once(rows)
    notices += twice
    return ClassList(tuple(kept), tuple(sorted(notices, key=lambda one: one.row)))


def _header(lines: Sequence[Line]) -> tuple[int, dict[str, int]]:
    """Find the line of titles, and where each column that counts stands."""
    best: dict[str, int] = {}
    for position, (_, cells) in enumerate(lines[:_HEAD_LINES]):
        columns = _columns([normalise(cell) for cell in cells])
        named = {"last_name", "first_name"} <= columns.keys() or "full_name" in columns
        if named and "class_name" in columns:
            return position, columns
        best = max(best, columns, key=len)
    missing = [word for name, word in FRENCH.items() if name not in best]
    written = ", ".join(cell for cell in lines[0][1][:8] if cell)
    raise InputError(
        f"Colonne introuvable{NARROW_SPACE}: {', '.join(missing)}. La première ligne doit porter "
        "les titres Nom, Prénom et Classe\u202f; elle commence par "
        f"«\u202f{shorten(written)}\u202f».",
        row=lines[0][0],
    )


def _columns(titles: Sequence[str]) -> dict[str, int]:
    columns = {}
    for name, known in HEADERS.items():
        for title in known:
            if title in titles:
                columns[name] = titles.index(title)
                break
    if {"last_name", "first_name"} <= columns.keys():
        columns.pop("full_name", None)
    return columns


def _row(line: Line, columns: Mapping[str, int]) -> Row | Notice:
    number, cells = line
    values = {
        name: unicodedata.normalize("NFC", cells[at]) if at < len(cells) else ""
        for name, at in columns.items()
    }
    if "full_name" in values:
        values |= _split_name(values["full_name"])
    row = Row(number, values["last_name"], values["first_name"], values["class_name"])
    fault = fault_of(row)
    if fault is None:
        return row
    column, code, message = fault
    return Notice("", number, FRENCH[column], code, message)


def _split_name(full: str) -> dict[str, str]:
    """Part "MARTIN DUPUIS Léa": the family name is what is written in capitals."""
    words = full.split()
    capitals = 0
    while capitals < len(words) and words[capitals].isupper():
        capitals += 1
    if not 0 < capitals < len(words):
        return {"last_name": full, "first_name": ""}
    return {
        "last_name": " ".join(words[:capitals]),
        "first_name": " ".join(words[capitals:]),
    }


def fault_of(row: Row) -> tuple[str, str, str] | None:
    """Return the column, the code and the sentence of what is wrong with a row."""
    for column in ("last_name", "first_name"):
        name = getattr(row, column)
        if not name:
            return column, "missing-name", f"{FRENCH[column]} manquant."
        if len(name) > MAX_NAME or not _NAME.fullmatch(name):
            return column, "not-a-name", f"«\u202f{shorten(name, 40)}\u202f» n'est pas un nom."
    if not row.class_name:
        return "class_name", "missing-class", "Classe manquante."
    shown = shorten(row.class_name, 40)
    if len(row.class_name) > MAX_CLASS or not _CLASS.fullmatch(row.class_name):
        return "class_name", "not-a-class", f"«\u202f{shown}\u202f» n'est pas un nom de classe."
    if _OTHER_LEVEL.match(normalise(row.class_name)):
        return "class_name", "other-level", f"«\u202f{shown}\u202f» n'est pas une classe de 3e."
    return None


def _once(rows: Sequence[Row]) -> tuple[list[Row], list[Notice]]:
    """Keep a pupil written twice in one class once."""
    first: dict[tuple[str, str], Row] = {}
    notices = []
    for row in rows:
        known = first.setdefault((row.name_key, row.class_key), row)
        if known is not row:
            message = (
                f"Déjà à la ligne {known.line}\u202f: gardé une seule fois. S'il s'agit d'un autre "
                "élève du même nom, ajoutez-le à la main."
            )
            notices.append(Notice("", row.line, FRENCH["last_name"], "twice", message))
    return list(first.values()), notices
