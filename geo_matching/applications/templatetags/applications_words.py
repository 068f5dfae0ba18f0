"""Words of weeks in templates, and the address of an offer's page, which a layer above serves."""

from collections.abc import Iterable

from django.template import Library
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from offers.models import Offer
from offers.weeks import week_in_words, weeks_in_words

register = Library()


@register.filter
def week_words(week: int) -> str:
    return week_in_words(week)


@register.filter
def weeks_words(weeks: Iterable[int]) -> str:
    return weeks_in_words(weeks)


@register.simple_tag
def offer_address(pk: int) -> str:
    return reverse("offer_page", args=[pk])


@register.simple_tag
def offer_choices(offers: Iterable[Offer], chosen: int | None) -> SafeString:
    """Write the options of a choice of offers: 200 of them took as long as the page around."""
    rows = (
        (
            offer.pk,
            mark_safe(" selected") if offer.pk == chosen else "",
            offer.title,
            offer.seats_left,
            "place libre" if offer.seats_left <= 1 else "places libres",
        )
        for offer in offers
    )
    return format_html_join("", '<option value="{}"{}>{} ({} {})</option>', rows)
