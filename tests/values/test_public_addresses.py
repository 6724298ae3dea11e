"""Which addresses may be asked from here."""

import pytest

from faq.values.public_addresses import is_public


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "2a00:1450:4001::200e"])
def test_an_address_of_the_public_internet_may_be_asked(address):
    assert is_public(address, 443)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
        *("169.254.169.254", "100.64.0.1", "198.18.0.1", "192.0.2.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1", "::ffff:10.0.0.1"),
        # A private address of IPv4 carried within one of IPv6: NAT64, 6to4, Teredo, and the oldest form
        *("64:ff9b::a00:1", "64:ff9b:1::a00:1", "2002:a00:1::1", "2001:0:a00:1::1", "::10.0.0.1", "fec0::1"),
        *("", "localhost", "0x7f000001", "127.1", "1.2.3.4.5"),
    ],
)
def test_no_other_address_may_be_asked(address):
    assert not is_public(address, 80)


@pytest.mark.parametrize("port", [22, 25, 5432, 6379, 11211])
def test_only_web_servers_are_asked(port):
    assert not is_public("93.184.216.34", port)
