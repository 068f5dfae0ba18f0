"""Posts to an address that a stranger typed: https, a public host, no redirect, little time.

The name is looked up once and the connection goes to the address that was checked: a name that
answers otherwise the second time leads nowhere.
"""

import ipaddress
import socket
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit

import urllib3
from django.conf import settings

_TIMEOUT = urllib3.Timeout(connect=5, read=10)
_HTTPS, _HTTP = 443, 80
_GOOD = range(200, 300)
# IPv6 that stands for IPv4 (NAT64, 6to4, Teredo): what is behind may be private.
_TRANSLATED = [
    ipaddress.ip_network(text)
    for text in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
]


class WebhookError(Exception):
    """The address cannot be used or did not answer 2xx; the message is for its partner, French."""


def checked_address(url: str) -> SplitResult:
    """Return the parts of a webhook's address.

    Raises
    ------
    WebhookError
        When it is not https, names a user, or has no host.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise WebhookError("Cette adresse ne peut pas être lue.") from None
    schemes = {"https", "http"} if settings.PARTNER_WEBHOOKS_TO_LOCAL else {"https"}
    if parts.scheme not in schemes:
        raise WebhookError("L'adresse doit commencer par https://.")
    if not parts.hostname or parts.username is not None or parts.password is not None:
        raise WebhookError("L'adresse doit nommer un serveur, sans identifiant.")
    if port not in {None, _HTTPS} and not settings.PARTNER_WEBHOOKS_TO_LOCAL:
        raise WebhookError("Seul le port 443 est accepté.")
    return parts


def post_to_public(url: str, body: bytes, headers: Mapping[str, str]) -> None:
    """Post once.

    Raises
    ------
    WebhookError
    """
    parts = checked_address(url)
    host = parts.hostname or ""
    address = public_address(host)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    with _pool(parts, host, address) as pool:
        try:
            answer = pool.request(
                "POST",
                path,
                body=body,
                headers={**headers, "Host": parts.netloc, "User-Agent": "stages-de-3e"},
                redirect=False,
                retries=False,
                preload_content=False,
            )
            # What it says is of no interest, however long.
            answer.close()
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise WebhookError(f"Le serveur ne répond pas ({type(error).__name__}).") from error
    if answer.status not in _GOOD:
        raise WebhookError(f"Le serveur a répondu {answer.status}, pas 2xx.")


def public_address(host: str) -> str:
    """Return an address of a host; every address it has must be a public one.

    Raises
    ------
    WebhookError
    """
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise WebhookError("Le nom du serveur n'est pas connu.") from error
    addresses = [str(row[4][0]) for row in found]
    if not settings.PARTNER_WEBHOOKS_TO_LOCAL and not all(map(_is_public, addresses)):
        raise WebhookError("Le serveur n'est pas sur l'internet public.")
    return addresses[0]


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    if any(address in network for network in _TRANSLATED):
        return False
    real = getattr(address, "ipv4_mapped", None) or address
    return bool(real.is_global and not real.is_multicast)


def _pool(parts: SplitResult, host: str, address: str) -> urllib3.HTTPConnectionPool:
    if parts.scheme == "https":
        return urllib3.HTTPSConnectionPool(
            address,
            parts.port or _HTTPS,
            timeout=_TIMEOUT,
            # The certificate is that of the name, not of the address.
            server_hostname=host,
            assert_hostname=host,
        )
    return urllib3.HTTPConnectionPool(address, parts.port or _HTTP, timeout=_TIMEOUT)
