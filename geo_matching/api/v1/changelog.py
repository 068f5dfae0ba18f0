"""What changed in the API, newest first; shown above its schema. Changes only ever add."""

INTRODUCTION = (
    "Offres de stage de 3e classées pour un collège, par temps de trajet en transport en commun "
    "et par qualité. Lecture seule, sans compte. Les minutes sont arrondies vers le haut, "
    "attente comprise ; la distance ne compte jamais."
)
CHANGES: tuple[tuple[str, str], ...] = (
    (
        "2026-11-26",
        "Offres : places libres (`seats_left`) ; une offre complète n'est plus classée.",
    ),
    ("2026-11-26", "Collèges : nombre d'élèves de 3e et rentrée des effectifs."),
    (
        "2026-11-26",
        (
            "`timetable` dans `offers/` et `offers/markers/` : jour type, période couverte, et une "
            "phrase quand les horaires sont ceux d'une autre période."
        ),
    ),
    ("2026-11-23", "Première version : collèges, offres, trajets, isochrones, état du service."),
)


def description() -> str:
    """Return the text above the schema, in Markdown."""
    lines = [f"- {day} : {change}" for day, change in CHANGES]
    return "\n".join([INTRODUCTION, "", "**Changements**", "", *lines])
