"""Addresses of clients, as the limits count them: one household is one client, and so is all that is no address."""

from ipaddress import IPv4Address, IPv6Address, ip_address

UNKNOWN_ADDRESS = "0.0.0.0"


def client_of(address: str) -> str:
    """Return the client behind an address: an IPv4 address as it is, an IPv6 address as the network of its household.

    "203.0.113.5" and "::ffff:203.0.113.5" are "203.0.113.5"; "2001:db8:1:2:aaaa::1" is "2001:db8:1:2::/64"; what is
    no address is "unknown".
    """
    parsed = _parsed(address)
    if parsed is None:
        return "unknown"
    return str(parsed) if parsed.version == 4 else f"{IPv6Address(int(parsed) >> 64 << 64)}/64"


def is_loopback(address: str) -> bool:
    """Whether it is this machine's own address."""
    parsed = _parsed(address)
    return parsed is not None and parsed.is_loopback


def tells_clients_apart(address: str) -> bool:
    """Whether it is the address of one client: not this machine's own, none at all, or one that no proxy could name."""
    parsed = _parsed(address)
    return parsed is not None and not (parsed.is_loopback or parsed.is_unspecified)


def nearest_forwarded(header: str) -> str:
    """Return the last address of an X-Forwarded-For header, without a port: the one that the nearest proxy saw.

    Those before it are whatever the browser wrote. What is no address, or this machine's own, is `UNKNOWN_ADDRESS`.
    """
    parsed = _parsed(_without_port(header.rpartition(",")[2].strip()))
    return UNKNOWN_ADDRESS if parsed is None or parsed.is_loopback else str(parsed)


def _without_port(text: str) -> str:
    # [2001:db8::1]:443
    if text.startswith("["):
        return text[1:].partition("]")[0]
    # 203.0.113.9:443
    return text.partition(":")[0] if text.count(":") == 1 else text


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    # A server that listens on IPv6 names an IPv4 client ::ffff:203.0.113.5.
    return getattr(address, "ipv4_mapped", None) or address
