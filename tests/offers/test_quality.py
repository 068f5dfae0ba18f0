import dataclasses

import pytest

from offers.quality import RULES, OfferContent, score_offer

WEEK = {day: ["9:00", "17:00"] for day in ("lundi", "mardi", "mercredi", "jeudi", "vendredi")}
BEST = OfferContent(
    description=(
        "Lundi : accueil, visite de l'atelier et rencontre de l'équipe avec la cheffe d'atelier, "
        "ta tutrice pendant la semaine.\n"
        "Mardi : préparer les pièces de bois, mesurer et tracer avec le menuisier, puis ranger "
        "les outils et nettoyer les machines.\n"
        "Mercredi : monter un petit meuble en chêne, poncer, vernir et comparer les finitions.\n"
        "Jeudi : chantier chez une cliente, pose d'une fenêtre, échange sur les métiers, les "
        "formations et les horaires.\n"
        "Vendredi : dessiner ton propre projet sur logiciel, bilan écrit et goûter commun."
    ),
    employer_description=(
        "Menuiserie de douze personnes qui fabrique des meubles et des fenêtres sur mesure pour "
        "les habitants, les écoles et les commerces de la ville."
    ),
    daily_hours=WEEK,
    lunch_break="Salle commune avec micro-ondes",
    weeks=(202648, 202649),
    capacity=2,
    accessible=True,
    to_bring="Des chaussures fermées",
)
POOR = OfferContent("Voir notre site internet : https://exemple.example. Contactez-nous.")


def points(rule, **content):
    values = {"description": "Stage.", **content}
    (part,) = (p for p in score_offer(OfferContent(**values)).parts if p.rule == rule)
    return part.points


def test_the_rules_add_up_to_a_hundred_and_climb():
    assert sum(rule.out_of for rule in RULES) == 100
    for rule in RULES:
        levels = [level.points for level in rule.levels]
        assert levels == sorted(set(levels))


def test_the_best_offer_has_everything_and_nothing_to_add():
    quality = score_offer(BEST)
    assert quality.score == 100
    assert [part.advice for part in quality.parts] == [""] * len(RULES)


def test_a_bare_offer_is_told_what_to_add():
    quality = score_offer(POOR)
    assert quality.score <= 5
    assert all(part.advice for part in quality.parts)
    assert quality.score == sum(part.points for part in quality.parts)


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("Du lundi au vendredi, de 9 h à 17 h.", 0),
        ("Lundi, mardi, mercredi, jeudi et vendredi.", 0),
        ("D'abord une visite, puis un atelier, ensuite un quiz, enfin un bilan.", 10),
        ("- accueil\n- atelier\n- bilan", 10),
        ("Lundi : accueil et visite du site. Mardi : atelier avec toute l'équipe.", 17),
        (
            (
                "Jour 1 : accueil dans les bureaux. Jour 2 : visite de l'usine neuve. "
                "Jour 3 : atelier avec les soudeurs. Jour 4 : bilan et photo finale."
            ),
            25,
        ),
    ],
)
def test_programme(description, expected):
    assert points("programme", description=description) == expected


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("Découverte des métiers de la journée du vendredi.", 0),
        ("Vous pourrez observer les sciences au collège.", 0),
        ("Tu prépares les commandes.", 3),
        ("Montage d'un meuble, puis dessiner un plan.", 6),
        ("Mesurer, scier, poncer et vernir.", 8),
        ("Mesurer, mesurer, mesurez encore, mesureras demain.", 3),
    ],
)
def test_concrete_activities(description, expected):
    assert points("actions", description=description) == expected


@pytest.mark.parametrize(
    ("description", "expected"),
    [
        ("Visite guidée de l'entreprise.", 0),
        ("Deux personnes de l'équipe se relaient pour te guider.", 5),
        ("Un tuteur suivra l'élève dans son travail à l'atelier.", 5),
        ("L'élève est accompagné par une technicienne.", 10),
        ("Vous serez aux côtés du boulanger.", 10),
        ("La directrice sera la tutrice.", 10),
    ],
)
def test_tutor(description, expected):
    assert points("tutor", description=description) == expected


@pytest.mark.parametrize(
    "description",
    [
        "Envoyez votre CV et votre lettre de motivation par courriel à stage@exemple.example.",
        (
            "Appelez-nous au 01 23 45 67 89 pour en savoir plus sur ce stage passionnant et les "
            "modalités d'accueil de votre enfant dans nos locaux modernes et lumineux."
        ),
        "https://exemple.example/nos-stages/decouverte/de/notre/entreprise",
    ],
)
def test_a_text_that_only_sends_elsewhere_earns_nothing(description):
    for rule in ("programme", "detail", "self_contained", "actions"):
        assert points(rule, description=description) == 0


def test_a_contact_beside_a_real_text_costs_nothing():
    described = "Chaque jour, préparer et livrer les bouquets avec la fleuriste de la boutique."
    assert points("self_contained", description=described) == 5
    assert points("self_contained", description=f"{described} Écrivez à a@b.example.") == 5


@pytest.mark.parametrize(
    ("rule", "content", "expected"),
    [
        ("detail", {"description": "Découverte du métier."}, 0),
        ("detail", {"description": "stage " * 200}, 0),
        ("hours", {}, 0),
        ("hours", {"daily_hours": {"lundi": ["9:00", "12:00"]}}, 6),
        ("hours", {"daily_hours": WEEK}, 10),
        ("lunch", {}, 0),
        ("lunch", {"lunch_break": "-"}, 0),
        ("lunch", {"lunch_break": "Cantine"}, 6),
        ("lunch", {"description": "Le repas est offert."}, 6),
        ("weeks", {}, 0),
        ("weeks", {"weeks": (202648,)}, 3),
        ("weeks", {"weeks": (202648, 202649)}, 5),
        ("accessible", {"accessible": True}, 5),
        ("capacity", {"capacity": 1}, 2),
        ("capacity", {"capacity": 4}, 3),
        ("accessible", {"accessibility": "Trois marches à l'entrée"}, 3),
        ("accessible", {"description": "Ascenseur jusqu'à l'atelier."}, 3),
        ("jobs", {}, 0),
        ("jobs", {"description": "Un dossier à classer en février."}, 0),
        ("jobs", {"jobs": "soudeuse, comptable"}, 4),
        ("jobs", {"description": "Avec la comptable et le menuisier."}, 4),
        ("to_bring", {}, 0),
        ("to_bring", {"to_bring": "-"}, 0),
        ("to_bring", {"to_bring": "Rien"}, 3),
        ("to_bring", {"description": "Prévoir des chaussures fermées."}, 3),
        ("tutor", {"tutor_name": "Camille Essai"}, 5),
        ("tutor", {"tutor_trade": "menuisière"}, 10),
        ("employer", {"employer_description": "Une entreprise."}, 0),
        ("employer", {"employer_description": BEST.employer_description}, 7),
    ],
)
def test_the_other_rules(rule, content, expected):
    assert points(rule, **content) == expected


def test_a_programme_counts_the_same_in_fields_and_in_the_text():
    days = {
        "lundi": "accueil, visite de l'atelier",
        "mardi": "mesurer et tracer avec l'équipe",
        "mercredi": "monter un petit meuble",
        "jeudi": "pose d'une fenêtre chez une cliente",
    }
    text = "Une semaine à l'atelier."
    written = "\n".join([text, *(f"{day} : {what}" for day, what in days.items())])
    in_fields = score_offer(OfferContent(text, programme=days))
    assert in_fields == score_offer(OfferContent(written))
    assert {part.rule: part.points for part in in_fields.parts}["programme"] == 25


def test_the_next_thing_to_add_is_where_most_is_missing():
    assert score_offer(POOR).next_part.rule == "programme"
    assert score_offer(BEST).next_part is None
    nearly = dataclasses.replace(BEST, lunch_break="")
    assert score_offer(nearly).next_part.rule == "lunch"
