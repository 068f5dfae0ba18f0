"""Texts of offers, from one-liners to a programme day by day, as hosts of all sorts write them."""

import tomllib
from enum import IntEnum
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from geo_matching.common.text import typeset

Rng = np.random.Generator
WORDS = Path(__file__).parent.parent / "words" / "offers.toml"
LONGEST = 1500


class Care(IntEnum):
    """How much care a host has put into an offer."""

    ONE_LINE = 0
    BRIEF = 1
    PLAIN = 2
    FULL = 3
    PROGRAMME = 4


SHARES = (0.10, 0.22, 0.33, 0.23, 0.12)


class Phrases:
    """Draws phrases, chances and lists from one generator."""

    def __init__(self, rng: Rng) -> None:
        self.rng = rng
        self.words: dict[str, Any] = tomllib.loads(WORDS.read_text(encoding="utf-8"))

    def chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def one(self, key: str) -> str:
        return str(self.rng.choice(self.words[key]))

    def some(self, phrases: list[str], count: int) -> list[str]:
        """Return up to `count` different phrases."""
        picked = self.rng.permutation(len(phrases))[:count]
        return [phrases[i] for i in picked]


class Text(NamedTuple):
    title: str
    description: str
    lunch_break: str
    accessible: bool


def draw_care(rng: Rng) -> Care:
    return Care(int(rng.choice(len(SHARES), p=SHARES)))


def write(trade: dict[str, Any], care: Care, phrases: Phrases) -> Text:
    """Return the text of an offer of a trade, written with so much care."""
    title = str(phrases.rng.choice(trade["titles"]))
    accessible = care >= Care.PLAIN and phrases.chance(0.45)
    lunch = ""
    if care >= Care.FULL or (care is Care.PLAIN and phrases.chance(0.6)):
        lunch = phrases.one("lunch_breaks")
    if care is Care.ONE_LINE:
        title = title if phrases.chance(0.6) else "Stage de 3e"
        parts = [phrases.one("oneliners")]
    elif care is Care.BRIEF:
        parts = _brief(trade, phrases)
    elif care is Care.PROGRAMME:
        parts = _programme(trade, phrases, accessible=accessible)
    else:
        parts = _paragraphs(trade, phrases, care, accessible=accessible)
    description = typeset("\n".join(parts))[:LONGEST]
    return Text(typeset(title), description, typeset(lunch), accessible)


def listed(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} et {items[-1]}"


def _does(key: str, trade: dict[str, Any], phrases: Phrases, count: int) -> str:
    tasks = listed(phrases.some(trade["tasks"], count))
    return phrases.one(key).replace("{tasks}", tasks)


def _meets(trade: dict[str, Any], phrases: Phrases) -> str:
    return phrases.one("meets").replace("{jobs}", listed(phrases.some(trade["jobs"], 3)))


def _brief(trade: dict[str, Any], phrases: Phrases) -> list[str]:
    if phrases.chance(0.4):
        return [_does("does_they", trade, phrases, 2)]
    return [phrases.one("openings"), _does("does_tu", trade, phrases, 2)]


def _paragraphs(
    trade: dict[str, Any], phrases: Phrases, care: Care, *, accessible: bool
) -> list[str]:
    parts = [phrases.one("openings"), _does("does_tu", trade, phrases, 3)]
    tutored = phrases.chance(0.75)
    parts.append(phrases.one("tutors") if tutored else _meets(trade, phrases))
    if care is Care.FULL:
        if tutored:
            parts.append(_meets(trade, phrases))
        parts.append(phrases.one("report"))
        if phrases.chance(0.5):
            parts.append(phrases.one("lunch_in_text"))
        if accessible:
            parts.append(phrases.one("access"))
    if trade["kit"] and phrases.chance(0.6):
        parts.append(f"À prévoir\u202f: {trade['kit']}.")
    if phrases.chance(0.4):
        parts.append(phrases.one("closings"))
    return parts


def _programme(trade: dict[str, Any], phrases: Phrases, *, accessible: bool) -> list[str]:
    tasks = phrases.some(trade["tasks"], 5)
    jobs = phrases.some(trade["jobs"], 2)
    parts = [
        phrases.one("openings"),
        f"Lundi\u202f: {phrases.one('arrivals')}, puis {tasks[0]}.",
        f"Mardi\u202f: {tasks[1]}\u202f; rencontre avec {jobs[0]}.",
        f"Mercredi\u202f: {tasks[2]}.",
        f"Jeudi\u202f: {tasks[3]}, puis {tasks[4]}\u202f; rencontre avec {jobs[1]}.",
        f"Vendredi\u202f: {phrases.one('endings')}.",
        phrases.one("tutors"),
        phrases.one("lunch_in_text"),
    ]
    if trade["kit"]:
        parts.append(f"À prévoir\u202f: {trade['kit']}.")
    if accessible:
        parts.append(phrases.one("access"))
    return parts
