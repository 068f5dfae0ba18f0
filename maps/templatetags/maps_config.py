"""What scripts need to draw a map, for pages of other apps."""

from typing import Any

from django.template import Library

from maps import context

register = Library()


@register.simple_tag
def map_config() -> dict[str, Any]:
    """Return the tiles to draw and where to look first."""
    return context.map_config()
