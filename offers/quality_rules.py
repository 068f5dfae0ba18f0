"""The rules of quality: what each looks for, its points, and what it tells a pupil and a host."""

from geo_matching.common.text import normalise
from offers.quality_parts import Level, OfferContent, Rule
from offers.quality_text import (
    concrete_verbs,
    days_told,
    distinct_words,
    names_supervisor,
    names_supervisor_role,
    steps_told,
    without_contact,
)


def _reached(value: float, *thresholds: float) -> int:
    """Return how many of these ascending thresholds the value reaches."""
    return sum(value >= threshold for threshold in thresholds)


def _programme(content: OfferContent) -> int:
    text = without_contact(content.description)
    days = days_told(text)
    if days >= 2:  # noqa: PLR2004 - two days: a beginning; four: the week
        return 3 if days >= 4 else 2  # noqa: PLR2004
    return 1 if steps_told(text) >= 3 else 0  # noqa: PLR2004


def _detail(content: OfferContent) -> int:
    return _reached(distinct_words(without_contact(content.description)), 15, 30, 50)


def _self_contained(content: OfferContent) -> int:
    text = without_contact(content.description)
    return _reached(distinct_words(text), 8)


def _actions(content: OfferContent) -> int:
    return _reached(concrete_verbs(without_contact(content.description)), 1, 2, 4)


def _tutor(content: OfferContent) -> int:
    if names_supervisor_role(content.description):
        return 2
    return 1 if names_supervisor(content.description) else 0


def _hours(content: OfferContent) -> int:
    return _reached(len(content.daily_hours), 1, 4)


def _lunch(content: OfferContent) -> int:
    told = normalise(f"{content.lunch_break} {content.description}").split()
    if any(char.isalpha() for char in content.lunch_break):
        return 1
    return int(any(word in {"dejeuner", "repas", "cantine", "midi"} for word in told))


def _weeks(content: OfferContent) -> int:
    return _reached(len(content.weeks), 1, 2)


def _employer(content: OfferContent) -> int:
    return _reached(distinct_words(content.employer_description), 6, 15)


RULES: tuple[Rule, ...] = (
    Rule(
        "programme",
        (
            Level(
                0,
                "programme non précisé",
                "Dites ce que l'élève fera chaque jour : lundi, mardi, mercredi…",
            ),
            Level(
                10,
                "programme par étapes",
                "Répartissez ces étapes jour par jour : lundi, mardi, mercredi…",
            ),
            Level(17, "programme de plusieurs jours", "Complétez le programme des autres jours."),
            Level(25, "programme détaillé jour par jour"),
        ),
        _programme,
    ),
    Rule(
        "detail",
        (
            Level(
                0,
                "description très courte",
                "Décrivez le métier, le lieu et les activités en une dizaine de lignes.",
            ),
            Level(4, "description courte", "Donnez plus de détails sur les activités et le lieu."),
            Level(8, "description claire", "Ajoutez un exemple concret : un objet, une situation."),
            Level(12, "description complète"),
        ),
        _detail,
    ),
    Rule(
        "self_contained",
        (
            Level(
                0,
                "contenu du stage non dit",
                "Écrivez le contenu du stage ici : un contact ou un lien ne le remplace pas.",
            ),
            Level(5, "tout est dit dans l'offre"),
        ),
        _self_contained,
    ),
    Rule(
        "actions",
        (
            Level(
                0,
                "activités non précisées",
                "Employez des verbes d'action : préparer, mesurer, monter, dessiner…",
            ),
            Level(4, "une activité concrète", "Citez deux ou trois autres activités concrètes."),
            Level(7, "des activités concrètes", "Citez encore une ou deux activités concrètes."),
            Level(10, "des activités concrètes variées"),
        ),
        _actions,
    ),
    Rule(
        "tutor",
        (
            Level(
                0,
                "accompagnement non précisé",
                "Dites qui accompagne l'élève, par sa fonction : la cheffe d'atelier…",
            ),
            Level(
                5,
                "un tuteur ou une tutrice est prévu",
                "Dites la fonction de cette personne : technicienne, gérant…",
            ),
            Level(10, "tuteur ou tutrice dont le métier est dit"),
        ),
        _tutor,
    ),
    Rule(
        "hours",
        (
            Level(
                0,
                "horaires non précisés",
                "Donnez les horaires de chaque jour : ils servent à calculer les trajets.",
            ),
            Level(6, "horaires donnés en partie", "Donnez les horaires des autres jours."),
            Level(10, "horaires donnés"),
        ),
        _hours,
    ),
    Rule(
        "lunch",
        (
            Level(
                0,
                "déjeuner non précisé",
                "Dites où et comment l'élève déjeune : cantine, salle avec micro-ondes…",
            ),
            Level(6, "déjeuner prévu"),
        ),
        _lunch,
    ),
    Rule(
        "weeks",
        (
            Level(0, "semaines à convenir", "Cochez les semaines où vous pouvez accueillir."),
            Level(3, "une semaine possible", "Proposez une deuxième semaine si vous le pouvez."),
            Level(5, "plusieurs semaines possibles"),
        ),
        _weeks,
    ),
    Rule(
        "accessible",
        (
            Level(
                0,
                "accès en fauteuil non annoncé",
                "Si vos locaux sont accessibles en fauteuil, dites-le.",
            ),
            Level(5, "accessible en fauteuil"),
        ),
        lambda content: int(content.accessible),
    ),
    Rule(
        "capacity",
        (
            Level(3, "une place", "Accueillir deux élèves rassure : proposez deux places."),
            Level(5, "plusieurs places"),
        ),
        lambda content: _reached(content.capacity, 2),
    ),
    Rule(
        "employer",
        (
            Level(0, "structure peu décrite", "Présentez votre structure en deux phrases."),
            Level(
                4,
                "structure présentée en bref",
                "Dites ce que vous faites, pour qui, et combien vous êtes.",
            ),
            Level(7, "structure bien présentée"),
        ),
        _employer,
    ),
)
