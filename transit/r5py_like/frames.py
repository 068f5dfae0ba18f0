"""A geographic data frame that carries its question; what is cut out of it is an ordinary one."""

from typing import Any

import geopandas


class ResultFrame(geopandas.GeoDataFrame):  # type: ignore[misc]  # it has no types
    """Base of the results with a geometry."""

    @classmethod
    def _geodataframe_constructor_with_fallback(cls, *args: Any, **kwargs: Any) -> Any:
        # geopandas would call the class itself, whose arguments are those of a question.
        make = geopandas.GeoDataFrame._geodataframe_constructor_with_fallback  # noqa: SLF001
        return make(*args, **kwargs)
