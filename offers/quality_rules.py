"""The rules of quality: what each looks for, its points, and what it tells a pupil and a host."""

from collections.abc import Callable

from offers import quality_picks
from offers.quality_parts import Level, OfferContent, Rule
from offers.quality_weights import POINTS


def _rule(name: str, pick: Callable[[OfferContent], int], *words: tuple[str, str]) -> Rule:
    """Return a rule; `words` are label and advice of each level, from worst to best."""
    pairs = zip(POINTS[name], words, strict=True)
    return Rule(name, tuple(Level(points, *told) for points, told in pairs), pick)


RULES: tuple[Rule, ...] = (
    _rule(
        "programme",
        quality_picks.programme,
        (
            "programme non précisé",
            "Dites ce que l'élève fera chaque jour\u202f: lundi, mardi, mercredi…",
        ),
        (
            "programme par étapes",
            "Répartissez ces étapes jour par jour\u202f: lundi, mardi, mercredi…",
        ),
        ("programme de plusieurs jours", "Complétez le programme des autres jours."),
        ("programme détaillé jour par jour", ""),
    ),
    _rule(
        "detail",
        quality_picks.detail,
        (
            "description très courte",
            "Décrivez le métier, le lieu et les activités en une dizaine de lignes.",
        ),
        ("description courte", "Donnez plus de détails sur les activités et le lieu."),
        ("description claire", "Ajoutez un exemple concret\u202f: un objet, une situation."),
        ("description complète", ""),
    ),
    _rule(
        "self_contained",
        quality_picks.self_contained,
        (
            "contenu du stage non dit",
            "Écrivez le contenu du stage ici\u202f: un contact ou un lien ne le remplace pas.",
        ),
        ("tout est dit dans l'offre", ""),
    ),
    _rule(
        "actions",
        quality_picks.actions,
        (
            "activités non précisées",
            "Employez des verbes d'action\u202f: préparer, mesurer, monter, dessiner…",
        ),
        ("une activité concrète", "Citez deux ou trois autres activités concrètes."),
        ("des activités concrètes", "Citez encore une ou deux activités concrètes."),
        ("des activités concrètes variées", ""),
    ),
    _rule(
        "tutor",
        quality_picks.tutor,
        (
            "accompagnement non précisé",
            "Dites qui accompagne l'élève, par sa fonction\u202f: la cheffe d'atelier…",
        ),
        (
            "un tuteur ou une tutrice est prévu",
            "Dites la fonction de cette personne\u202f: technicienne, gérant…",
        ),
        ("tuteur ou tutrice dont le métier est dit", ""),
    ),
    _rule(
        "hours",
        quality_picks.hours,
        (
            "horaires non précisés",
            "Donnez les horaires de chaque jour\u202f: ils servent à calculer les trajets.",
        ),
        ("horaires donnés en partie", "Donnez les horaires des autres jours."),
        ("horaires donnés", ""),
    ),
    _rule(
        "lunch",
        quality_picks.lunch,
        (
            "déjeuner non précisé",
            "Dites où et comment l'élève déjeune\u202f: cantine, salle avec micro-ondes…",
        ),
        ("déjeuner prévu", ""),
    ),
    _rule(
        "weeks",
        quality_picks.weeks,
        ("semaines à convenir", "Cochez les semaines où vous pouvez accueillir."),
        ("une semaine possible", "Proposez une deuxième semaine si vous le pouvez."),
        ("plusieurs semaines possibles", ""),
    ),
    _rule(
        "jobs",
        quality_picks.jobs,
        (
            "métiers rencontrés non dits",
            "Citez deux métiers que l'élève découvrira\u202f: soudeuse, comptable…",
        ),
        ("métiers rencontrés cités", ""),
    ),
    _rule(
        "to_bring",
        quality_picks.to_bring,
        (
            "rien n'est dit de ce qu'il faut apporter",
            "Dites quoi apporter, même «\u202frien\u202f»\u202f: tenue, chaussures, carnet…",
        ),
        ("ce qu'il faut apporter est dit", ""),
    ),
    _rule(
        "accessible",
        quality_picks.accessible,
        (
            "accès aux locaux non décrit",
            "Si vos locaux sont accessibles en fauteuil, dites-le\u202f; sinon, décrivez l'entrée.",
        ),
        ("accès aux locaux décrit", "Si vos locaux sont accessibles en fauteuil, cochez la case."),
        ("accessible en fauteuil", ""),
    ),
    _rule(
        "capacity",
        quality_picks.capacity,
        ("une place", "Accueillir deux élèves rassure\u202f: proposez deux places."),
        ("plusieurs places", ""),
    ),
    _rule(
        "employer",
        quality_picks.employer,
        ("structure peu décrite", "Présentez votre structure en deux phrases."),
        (
            "structure présentée en bref",
            "Dites ce que vous faites, pour qui, et combien vous êtes.",
        ),
        ("structure bien présentée", ""),
    ),
)
