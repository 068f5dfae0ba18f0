"""What the forms of this app share."""

from typing import Any

from dsfr.forms import DsfrBaseForm


class PageForm(DsfrBaseForm):  # type: ignore[misc]
    def get_context(self) -> dict[str, Any]:
        # Over the base class, whose own says at each page that its next version marks otherwise.
        return super(DsfrBaseForm, self).get_context()
