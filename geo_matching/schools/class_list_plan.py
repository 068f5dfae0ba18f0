"""What a class list would change, compared with the pupils a collège already has."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from geo_matching.common.notices import Notice
from geo_matching.schools.sources.class_list import ClassList, Keyed, Row, class_key


@dataclass(frozen=True, slots=True)
class Known(Keyed):
    """A pupil that the collège has; `student` is its key."""

    student: int
    last_name: str
    first_name: str
    class_name: str


@dataclass(frozen=True, slots=True)
class Move:
    """A pupil that the list has in another class."""

    pupil: Known
    class_name: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What would happen; whoever is absent from the list stays as it is."""

    added: tuple[Row, ...]
    moved: tuple[Move, ...]
    unchanged: tuple[Known, ...]
    absent: tuple[Known, ...]
    new_classes: tuple[str, ...]
    notices: tuple[Notice, ...]

    @property
    def changes(self) -> int:
        return len(self.added) + len(self.moved)

    @property
    def digest(self) -> str:
        """The same as long as a confirmation would do what was shown."""
        what = [(row.name_key, row.class_key) for row in self.added]
        moves = [(move.pupil.student, class_key(move.class_name)) for move in self.moved]
        return hashlib.sha256(repr((sorted(what), sorted(moves))).encode()).hexdigest()


def plan_import(listed: ClassList, known: Sequence[Known], classes: Iterable[str]) -> Plan:
    """Compare a list with the pupils and the classes of a collège, by names only.

    Several pupils may share a name: each line first finds the one of its own class; the last one
    left on both sides has moved. A name that would have to be guessed is left out, with a notice.
    """
    pupils: dict[str, list[Known]] = defaultdict(list)
    for one in known:
        pupils[one.name_key].append(one)
    lines: dict[str, list[Row]] = defaultdict(list)
    for row in listed.rows:
        lines[row.name_key].append(row)
    added: list[Row] = []
    moved: list[Move] = []
    unchanged: list[Known] = []
    notices = list(listed.notices)
    for name, rows in lines.items():
        others, left = _same_class(rows, pupils[name], unchanged)
        if len(others) == len(left) == 1:
            moved.append(Move(left.pop(), others[0].class_name))
        elif others and (left or len(rows) > 1):
            notices += [_unsure(row, rows) for row in others]
        else:
            added += others
        pupils[name] = left
    entered = [*(one.class_name for one in added), *(one.class_name for one in moved)]
    return Plan(
        tuple(added),
        tuple(moved),
        tuple(unchanged),
        tuple(_absent(listed, [one for left in pupils.values() for one in left])),
        tuple(_new_classes(entered, classes)),
        tuple(sorted(notices, key=lambda notice: notice.row)),
    )


def _same_class(
    rows: list[Row], pupils: list[Known], unchanged: list[Known]
) -> tuple[list[Row], list[Known]]:
    """Take out the pairs that agree on the class; return what is left of both sides."""
    left = list(pupils)
    rest = []
    for row in rows:
        same = next((one for one in left if one.class_key == row.class_key), None)
        if same is None:
            rest.append(row)
        else:
            left.remove(same)
            unchanged.append(same)
    return rest, left


def _unsure(row: Row, rows: list[Row]) -> Notice:
    elsewhere = [str(other.line) for other in rows if other is not row]
    where = (
        f"Ce nom est aussi ligne {', '.join(elsewhere)}, dans une autre classe."
        if elsewhere
        else "Plusieurs élèves du collège portent ce nom."
    )
    message = f"{where} S'il s'agit de deux élèves, ajoutez ou déplacez celui-ci à la main."
    return Notice("", row.line, "Nom", "same-name", message)


def _absent(listed: ClassList, left: list[Known]) -> list[Known]:
    """Keep the pupils of the listed classes only: a list may hold one class of several."""
    classes = Counter(row.class_key for row in listed.rows)
    absent = [one for one in left if classes[one.class_key]]
    return sorted(absent, key=lambda one: (one.class_name, one.name_key))


def _new_classes(names: Iterable[str], classes: Iterable[str]) -> list[str]:
    seen = {class_key(name) for name in classes}
    new = []
    for name in names:
        if class_key(name) not in seen:
            seen.add(class_key(name))
            new.append(name)
    return sorted(new)
