"""Which addresses of the internet a site may be asked at: never one of a private network or of this machine itself."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# Web servers; anything else at an address is no page
_PORTS = {80, 443, 8080, 8443}
# All that is given to somebody on the public internet stands here
_GIVEN = ip_network("2000::/3")
# Of these, what carries an address of IPv4 within (it may be a private one), or is for tests and books
_SPECIAL = [ip_network(each) for each in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")]


def is_public(address: str, port: int) -> bool:
    """Return whether the numeric `address` belongs to the public internet and `port` to a web server.

    "93.184.216.34" does; "10.0.0.1", "127.0.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.1" and "64:ff9b::a00:1" do
    not.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return port in _PORTS and (_is_public_4(found) if isinstance(found, IPv4Address) else _is_public_6(found))


def _is_public_4(address: IPv4Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved


def _is_public_6(address: IPv6Address) -> bool:
    return address.is_global and address in _GIVEN and not any(address in each for each in _SPECIAL)
