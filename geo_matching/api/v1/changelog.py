"""What changed in the API, newest first; shown above its schema. Changes only ever add."""

INTRODUCTION = (
    "Offres de stage de 3e classées pour un collège, par temps de trajet en transport en commun "
    "et par qualité. Lecture seule, sans compte. Les minutes sont arrondies vers le haut, "
    "attente comprise\u202f; la distance ne compte jamais."
)
CHANGES: tuple[tuple[str, str], ...] = (
    (
        "2026-11-26",
        "Trajets\u202f: `week` choisit la semaine, `timetable` dit de quel jour sont les horaires.",
    ),
    (
        "2026-11-26",
        "Offres\u202f: une semaine qui a commencé ne trouve plus rien.",
    ),
    (
        "2026-11-26",
        "Recherche fermée par un administrateur\u202f: 403 `SEARCH_CLOSED`.",
    ),
    (
        "2026-11-26",
        "Offres\u202f: places libres (`seats_left`)\u202f; une offre complète n'est plus classée.",
    ),
    ("2026-11-26", "Collèges\u202f: nombre d'élèves de 3e et rentrée des effectifs."),
    (
        "2026-11-26",
        (
            "`timetable` dans `offers/` et `offers/markers/`\u202f: jour type, période "
            "couverte, et une "
            "phrase quand les horaires sont ceux d'une autre période."
        ),
    ),
    (
        "2026-11-23",
        "Première version\u202f: collèges, offres, trajets, isochrones, état du service.",
    ),
)


PARTNER_INTRODUCTION = (
    "Publier des offres. `/api/v2/` est compatible avec l'API que les partenaires de la plateforme "
    "de l'État connaissent\u202f: seul le nom du serveur change. `/api/v1/partner/` y ajoute "
    "l'envoi "
    "par milliers, la qualité de chaque offre et les collèges qu'elle atteint. "
    "Jeton\u202f: en-tête `Authorization: Bearer ...`, pris sur la page «\u202fAPI "
    "partenaire\u202f» du compte "
    "ou par `POST /api/v2/auth/login`. 100 appels par minute."
)
PARTNER_CHANGES: tuple[tuple[str, str], ...] = (
    ("2026-11-26", "Première version, compatible avec la version 2 de la plateforme."),
)


def description() -> str:
    """Return the text above the schema, in Markdown."""
    return _with_changes(INTRODUCTION, CHANGES)


def partner_description() -> str:
    """Return the text above the partners' schema, in Markdown."""
    return _with_changes(PARTNER_INTRODUCTION, PARTNER_CHANGES)


def _with_changes(introduction: str, changes: tuple[tuple[str, str], ...]) -> str:
    lines = [f"- {day}\u202f: {change}" for day, change in changes]
    return "\n".join([introduction, "", "**Changements**", "", *lines])
