"""Delays that grow, what counts as one client, and the cookie by which a device is known again."""

import ipaddress
import re
from datetime import timedelta

from marketplace.kernel.i18n import gettext as _
from marketplace.kernel.i18n import ngettext

DELAYS = tuple(timedelta(seconds=seconds) for seconds in (0, 0, 0, 0, 10, 30, 60, 120, 300, 900))
"""How long one waits after the first failed attempt, the second …; the last holds for all after."""
FORGET_AFTER = timedelta(days=1)
"""Failed attempts are forgotten so long after the last."""

MOST_DEVICES = 5
"""Accounts that one device is known for; the oldest is forgotten."""
_DEVICE = re.compile(r"([0-9a-f]{32})\.([0-9a-f]{64})")
_IPV6_NETWORK_BITS = 64
_SAY_MINUTES_FROM = 90


def client_network(host: str) -> str:
    """What counts as one client: an IPv4 address, or the /64 network of an IPv6 address.

    A household has a whole /64: by single addresses it would have as many tries as it likes.
    """
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host[:100]
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, _IPV6_NETWORK_BITS), strict=False))
    return str(address)


def read_devices(cookie: str) -> list[tuple[str, str]]:
    """Pairs of device and signature in the cookie, newest first. Whatever is not one is passed over."""
    parts = cookie.split("~", MOST_DEVICES)[:MOST_DEVICES]
    return [found.groups() for part in parts if (found := _DEVICE.fullmatch(part))]  # type: ignore[misc]  # two groups


def write_devices(devices: list[tuple[str, str]]) -> str:
    """The cookie of these devices, newest first."""
    return "~".join(".".join(pair) for pair in devices[:MOST_DEVICES])


def seconds_to_wait(wait: timedelta) -> int:
    """Whole seconds to say to a person or a program, at least 1."""
    return max(1, -int(-wait.total_seconds() // 1))


def wait_words(seconds: int) -> str:
    """How long to wait, for people: whole minutes from a minute and a half on."""
    if seconds < _SAY_MINUTES_FROM:
        return ngettext("%(num)s second", "%(num)s seconds", seconds)
    return ngettext("%(num)s minute", "%(num)s minutes", -(-seconds // 60))


def too_many_words(seconds: int) -> str:
    """What to say at a field when something was tried too often."""
    return _("There were too many attempts. Wait %(wait)s and try again", wait=wait_words(seconds))
