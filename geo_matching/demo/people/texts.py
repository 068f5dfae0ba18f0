"""Texts of offers, from one-liners to a programme day by day, as hosts of all sorts write them."""

import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

Rng = np.random.Generator
WORDS = Path(__file__).parent.parent / "words" / "offers.toml"
DAYS = ("Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi")
# Care taken by the host, 0 (one line) to 4 (a programme), and how often it is found.
CARE = (0.10, 0.22, 0.33, 0.23, 0.12)
LONGEST = 1500


class Phrases:
    """Draws phrases and does not repeat one within a text."""

    def __init__(self, rng: Rng) -> None:
        self.rng = rng
        self.words: dict[str, Any] = tomllib.loads(WORDS.read_text(encoding="utf-8"))

    def one(self, key: str) -> str:
        return str(self.rng.choice(self.words[key]))

    def some(self, phrases: list[str], count: int) -> list[str]:
        picked = self.rng.permutation(len(phrases))[:count]
        return [phrases[i] for i in picked]


class Text(NamedTuple):
    title: str
    description: str
    lunch_break: str
    accessible: bool


def draw_care(rng: Rng) -> int:
    return int(rng.choice(len(CARE), p=CARE))


def write(sector: dict[str, Any], care: int, phrases: Phrases) -> Text:
    """Return the text of an offer of a sector, written with so much care."""
    rng = phrases.rng
    title = str(rng.choice(sector["titles"]))
    accessible = care >= 2 and rng.random() < 0.45
    lunch = phrases.one("lunch_breaks") if care >= 3 or (care == 2 and rng.random() < 0.6) else ""
    if care == 0:
        return Text(
            title if rng.random() < 0.6 else "Stage de 3e", phrases.one("oneliners"), "", accessible
        )
    if care == 1:
        parts = [phrases.one("openings"), _does(sector, phrases, 2)]
    elif care == 4:
        parts = _programme(sector, phrases, accessible=accessible)
    else:
        parts = _paragraphs(sector, phrases, care, accessible=accessible)
    return Text(title, "\n".join(parts)[:LONGEST], lunch, accessible)


def listed(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} et {items[-1]}"


def _does(sector: dict[str, Any], phrases: Phrases, count: int) -> str:
    key = "does_tu" if phrases.rng.random() < 0.65 else "does_they"
    return phrases.one(key).replace("{tasks}", listed(phrases.some(sector["tasks"], count)))


def _meets(sector: dict[str, Any], phrases: Phrases) -> str:
    return phrases.one("meets").replace("{jobs}", listed(phrases.some(sector["jobs"], 3)))


def _paragraphs(
    sector: dict[str, Any], phrases: Phrases, care: int, *, accessible: bool
) -> list[str]:
    parts = [phrases.one("openings"), _does(sector, phrases, 3)]
    parts.append(phrases.one("tutors") if phrases.rng.random() < 0.75 else _meets(sector, phrases))
    if care == 3:
        parts += [_meets(sector, phrases), phrases.one("report")]
        if phrases.rng.random() < 0.5:
            parts.append(phrases.one("lunch_in_text"))
        if accessible:
            parts.append(phrases.one("access"))
    if sector["kit"] and phrases.rng.random() < 0.6:
        parts.append(f"À prévoir\u202f: {sector['kit']}.")
    if phrases.rng.random() < 0.4:
        parts.append(phrases.one("closings"))
    return parts


def _programme(sector: dict[str, Any], phrases: Phrases, *, accessible: bool) -> list[str]:
    tasks = phrases.some(sector["tasks"], 5)
    jobs = phrases.some(sector["jobs"], 2)
    days = [
        f"{phrases.one('arrivals')}, puis {tasks[0]}.",
        f"Mardi\u202f: {tasks[1]}, avec {jobs[0]}.",
        f"Mercredi\u202f: {tasks[2]}.",
        f"Jeudi\u202f: {tasks[3]}, puis {tasks[4]}, avec {jobs[1]}.",
        f"Vendredi\u202f: {phrases.one('endings')}.",
    ]
    parts = [phrases.one("openings"), *days, phrases.one("tutors"), phrases.one("lunch_in_text")]
    if sector["kit"]:
        parts.append(f"À prévoir\u202f: {sector['kit']}.")
    if accessible:
        parts.append(phrases.one("access"))
    return [part.replace("Lundi :", "Lundi\u202f:") for part in parts]
