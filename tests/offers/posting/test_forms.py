"""What each step refuses, in which words, and where a place is found."""

import datetime as dt

import pytest
from django.contrib.gis.geos import Point
from django.utils import timezone

from geo_matching.accounts.roles import Role
from offers.coming import coming_week
from offers.models import OfferDraft
from offers.posting.drafts import BY_SLUG, bound_form, check, typed_of_offer
from offers.posting.publish import publish
from offers.posting.when_form import WhenForm
from offers.weeks import format_week, week_of
from qpv_data.models import Commune
from tests.accounts.factories import make_user
from tests.offers.posting.filled import (
    CONTENT,
    DOOR,
    SOON,
    WHEN,
    WHERE,
    as_data,
    make_address,
    make_draft,
)
from tests.qpv_data.factories import make_college

pytestmark = pytest.mark.django_db
STEPS = {"lieu": WHERE, "dates": WHEN, "contenu": CONTENT}


@pytest.fixture(autouse=True)
def address(db):
    make_address()


def form_of(slug, **changes):
    step = BY_SLUG[slug]
    draft = OfferDraft(data={step.key: as_data({**STEPS[slug], **changes})})
    form = bound_form(draft, step)
    form.is_valid()
    return form


@pytest.mark.parametrize("slug", STEPS)
def test_the_steps_of_the_tests_are_right(slug):
    assert dict(form_of(slug).errors) == {}


@pytest.mark.parametrize(
    ("slug", "changes", "field", "words"),
    [
        ("lieu", {"name": " "}, "name", "obligatoire"),
        ("lieu", {"name": "x" * 151}, "name", "150 caractères au plus"),
        ("lieu", {"siret": "123"}, "siret", "quatorze chiffres"),
        ("lieu", {"siret": "73282932000075"}, "siret", "une clé"),
        ("lieu", {"website": "javascript:alert(1)"}, "website", "www.exemple.fr"),
        ("lieu", {"postcode": "3800"}, "postcode", "cinq chiffres"),
        ("lieu", {"is_public": "2"}, "is_public", "une des réponses"),
        (
            "lieu",
            {"street": "nulle part", "city": "Ailleurs", "postcode": "01000"},
            "street",
            "le repère",
        ),
        ("dates", {"days": []}, "days", "au moins un jour"),
        ("dates", {"start": ""}, "start", "Indiquez une heure"),
        ("dates", {"start": "neuf"}, "start", "9:30"),
        ("dates", {"end": "08:00"}, "end", "après son début"),
        ("dates", {"start": "05:00"}, "start", "entre 6\u202fh et 20\u202fh"),
        ("dates", {"end": "21:00"}, "end", "entre 6\u202fh et 20\u202fh"),
        ("dates", {"capacity": "0"}, "capacity", "au moins une place"),
        ("dates", {"capacity": "beaucoup"}, "capacity", "nombre entier"),
        ("dates", {"capacity": ""}, "capacity", "nombre de places"),
        ("dates", {"group_size": "4"}, "group_size", "3 places"),
        ("dates", {"group_size": ""}, "group_size", "viennent ensemble"),
        ("dates", {"audience": "clg"}, "reserved", "au moins un collège"),
        ("dates", {"audience": "clg", "reserved": "0000000X"}, "reserved", "0000000X"),
        ("dates", {"weeks": ["2026-W60"]}, "weeks", "pas proposée"),
        ("dates", {"rhythm": "days"}, "lundi_start", "au moins un jour"),
        ("dates", {"rhythm": "days", "lundi_start": "09:00"}, "lundi_end", "aussi cette heure"),
        (
            "dates",
            {"rhythm": "places", "lundi_start": "09:00", "lundi_end": "17:00", "lundi_host": "X"},
            "lundi_city",
            "Complétez",
        ),
        (
            "dates",
            {"rhythm": "places", "lundi_start": "09:00", "lundi_end": "17:00"},
            "lundi_street",
            "au moins un des jours",
        ),
        ("contenu", {"sector": ""}, "sector", "domaine"),
        ("contenu", {"sector": "s99"}, "sector", "de la liste"),
        ("contenu", {"description": "x" * 1501}, "description", "1500 caractères"),
    ],
)
def test_a_wrong_field_says_what_to_do(slug, changes, field, words):
    assert words in str(form_of(slug, **changes).errors[field][0])


def located(**changes):
    return form_of("lieu", **changes).cleaned_data["located"]


def test_a_place_is_found_by_its_address_when_no_script_runs():
    found = located()
    assert (found.lat, found.lon, found.precision) == (*DOOR, "address")
    assert located(street="99 rue des Essais").precision == "street"


def test_a_pin_put_by_hand_stays_whatever_is_corrected():
    found = located(lat="45.2", lon="5.8", precision="given", city="Valbourg-le-Haut")
    assert (found.lat, found.lon, found.precision) == (45.2, 5.8, "given")


def test_a_point_found_for_another_address_is_found_anew():
    found = located(lat="45.2", lon="5.8", precision="address", found_for="ailleurs")
    assert (found.lat, found.lon) == DOOR


def test_a_point_outside_france_is_not_believed():
    assert located(lat="0", lon="0", precision="given").precision == "address"


def test_a_town_without_that_street_is_its_middle():
    college = make_college()
    Commune.objects.filter(pk=college.commune_id).update(
        name="Valbourg", centre=Point(5.6, 45.3, srid=4326)
    )
    found = located(street="Lieu-dit Inconnu", postcode="38990")
    assert found.precision in {"postcode", "street"}


def test_weeks_that_went_by_are_left_out_without_a_word():
    gone = format_week(week_of(timezone.localdate() - dt.timedelta(weeks=3)))
    form = form_of("dates", weeks=[gone, format_week(SOON)])
    assert form.cleaned_data["weeks"] == [SOON]


def test_the_week_that_runs_is_not_proposed():
    weeks = [value for value, _ in WhenForm().fields["weeks"].choices]
    assert weeks
    assert min(weeks) >= format_week(coming_week())


def test_an_offer_typed_again_is_the_same_offer():
    user = make_user(Role.HOST)
    for when in (
        {},
        {
            "rhythm": "days",
            "lundi_start": "08:30",
            "lundi_end": "16:00",
            "jeudi_start": "10:00",
            "jeudi_end": "17:00",
        },
        {
            "rhythm": "places",
            "lundi_start": "09:00",
            "lundi_end": "17:00",
            "mardi_start": "10:00",
            "mardi_end": "16:00",
            "mardi_host": "Fonderie voisine",
            "mardi_street": "rue des Essais",
            "mardi_postcode": "38000",
            "mardi_city": "Valbourg",
        },
    ):
        offer = publish(make_draft(user, when=when).pk, user)
        again = check(OfferDraft(user=user, data=typed_of_offer(offer), offer=offer))
        assert again.faulty == []
        assert again.daily_hours == offer.daily_hours
        assert set(again.when.cleaned_data["places"]) == (
            {"mardi"} if when.get("rhythm") == "places" else set()
        )
        assert (again.located.lat, again.located.lon) == DOOR
        assert again.content.cleaned_data["programme"] == offer.programme
