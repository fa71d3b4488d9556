"""Where a request comes from, as far as that can be trusted."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

# Whoever has one IPv6 address has the other 2⁶⁴ of its network too.
IPV6_NETWORK = 64


def client_address(request: HttpRequest) -> str | None:
    """This will give the caller's address, or None when the server knows none.

    A proxy adds the address it saw to the right of X-Forwarded-For; whatever
    stands further left was written by the caller and is worth nothing. So the
    header counts only when TRUSTED_PROXY_COUNT says how many proxies there are.
    """
    forwarded = _forwarded(request, settings.TRUSTED_PROXY_COUNT)
    return forwarded or _plain(request.META.get("REMOTE_ADDR") or "")


def _forwarded(request: HttpRequest, proxies: int) -> str | None:
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    return _plain(hops[-proxies]) if 0 < proxies <= len(hops) else None


def _plain(text: str) -> str | None:
    """One spelling for each caller; None when the text is no address."""
    try:
        address = ipaddress.ip_address(_without_port(text.strip()))
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    network = ipaddress.ip_network((int(address), IPV6_NETWORK), strict=False)
    return str(network.network_address)


def _without_port(text: str) -> str:
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text
