"""Has people told something by the layer above, which settings name."""

from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from geo_matching.accounts.models import User


def tell(kind: str, recipient: User | str, *, path: str = "", **context: Any) -> None:
    """Send the message `kind` (notifications/<kind>.txt) to an account or an address."""
    import_string(settings.ACCOUNT_NOTIFIER)(kind, recipient, path=path, **context)
