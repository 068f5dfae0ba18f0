"""What an import or a build left out or repaired, in a form that a person can act on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing left out or repaired; `row` counts from the header as row 1, 0 where none.

    `subject` is the code of what it is about (UAI, QPV, commune), `territory` the département.
    """

    file: str
    row: int
    column: str
    code: str
    message: str
    subject: str = ""
    territory: str = ""
