"""Words of weeks in templates, and the address of an offer's page, which a layer above serves."""

from collections.abc import Iterable

from django.template import Library
from django.urls import reverse

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
