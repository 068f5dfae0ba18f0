"""The field that says whom a form was shown to: beside csrf_token in forms people write much in."""

from typing import Any

from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString

from geo_matching.accounts.kept_forms import WHO, signed_name

register = Library()


@register.simple_tag(takes_context=True)
def kept_for(context: dict[str, Any]) -> SafeString:
    return format_html(
        '<input type="hidden" name="{}" value="{}">', WHO, signed_name(context["request"])
    )
