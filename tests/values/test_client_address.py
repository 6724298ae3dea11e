"""Who counts as one client, and which of a proxy's addresses is believed."""

import pytest

from faq.values import client_address


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("203.0.113.5", "203.0.113.5"),
        ("::ffff:203.0.113.5", "203.0.113.5"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("garbage", "unknown"),
        ("203.0.113.5:99", "unknown"),
        ("", "unknown"),
    ],
)
def test_one_household_is_one_client_and_so_is_all_that_is_no_address(address, client):
    assert client_address.client_of(address) == client


@pytest.mark.parametrize(
    ("address", "is_loopback"),
    [("127.0.0.1", True), ("::1", True), ("::ffff:127.0.0.1", True), ("203.0.113.5", False), ("garbage", False)],
)
def test_this_machine_has_several_addresses(address, is_loopback):
    assert client_address.is_loopback(address) is is_loopback


@pytest.mark.parametrize(
    ("header", "believed"),
    [
        ("198.51.100.7, 203.0.113.9", "203.0.113.9"),
        ("203.0.113.9:51234", "203.0.113.9"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("203.0.113.9, garbage", "0.0.0.0"),
        ("", "0.0.0.0"),
        ("127.0.0.1", "0.0.0.0"),
        ("::1", "0.0.0.0"),
        ("::ffff:127.0.0.1", "0.0.0.0"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
    ],
)
def test_of_forwarded_addresses_the_nearest_proxys_is_believed(header, believed):
    assert client_address.nearest_forwarded(header) == believed
