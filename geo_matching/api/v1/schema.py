"""Shapes that the OpenAPI schema shows where an answer is not a serializer's own."""

from typing import Any

from drf_spectacular.utils import inline_serializer
from rest_framework import serializers


def page_of(result: type[serializers.Serializer], **extra: serializers.Field) -> Any:
    """Return the serializer of a list {count, next, previous, results}."""
    return inline_serializer(
        f"{result.__name__.removesuffix('Serializer')}Page",
        {
            "count": serializers.IntegerField(help_text="Résultats en tout."),
            "next": serializers.URLField(allow_null=True, help_text="Page suivante."),
            "previous": serializers.URLField(allow_null=True, help_text="Page précédente."),
            **extra,
            "results": result(many=True),
        },
    )
