"""Web addresses: whether one is of the web, of this machine, of its network; and how messages show it."""

from __future__ import annotations

import ipaddress
from urllib.parse import SplitResult, urlsplit


def is_web(address: str) -> bool:
    """Whether something is a web address: http or https, with a host.

    Examples
    --------
    >>> is_web("https://example.org/a"), is_web("file:///etc/passwd"), is_web("articles/https")
    (True, False, False)
    """
    parts = _parts(address)
    return parts is not None and parts.scheme in ("http", "https") and bool(parts.hostname)


def is_here(url: str) -> bool:
    """Whether an address is of this machine, by its words alone: no name is looked up.

    Examples
    --------
    >>> is_here("http://127.0.0.1:8080/v1"), is_here("http://10.0.0.7/"), is_here("https://example.org/")
    (True, False, False)
    """
    host = _host(url)
    return host == "localhost" if isinstance(host, str) else host.is_loopback


def is_private(url: str) -> bool:
    """Whether an address is of this machine or its own network, by its words alone.

    Examples
    --------
    >>> is_private("http://localhost/"), is_private("http://192.168.0.1/"), is_private("https://example.org/")
    (True, True, False)
    """
    host = _host(url)
    if isinstance(host, str):
        return host.rpartition(".")[2] in ("localhost", "local", "internal", "lan")
    return not host.is_global


def _host(url: str) -> str | ipaddress.IPv4Address | ipaddress.IPv6Address:
    parts = _parts(url)
    name = (parts.hostname or "").rstrip(".").lower() if parts else ""
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return name


def shown(url: str) -> str:
    """Show an address without what may be secret: its user and its query.

    Examples
    --------
    >>> shown("https://me:word@example.org:8443/a?key=1")
    'https://example.org:8443/a'
    """
    parts = _parts(url)
    if parts is None or not parts.hostname:
        return repr(url[:80])
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _parts(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:  # an IPv6 address with half its brackets
        return None
