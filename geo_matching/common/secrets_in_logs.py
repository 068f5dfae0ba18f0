"""Takes the secrets of one-time links out of what is logged of a request."""

import logging
import re

# What follows these in an address opens something by itself.
_SECRET = re.compile(
    r"(/lien/(?:convention/|collegue/)?|/invitation/|/mot-de-passe/nouveau/|/adresse/verifier/)[^/?\s'\"]+"
)
_HIDDEN = r"\1..."


class WithoutSecrets(logging.Filter):
    """Keeps every line, its addresses without what is secret in them."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        told = _SECRET.sub(_HIDDEN, text)
        if told != text:
            record.msg, record.args = told, ()
        return True
