"""What can be known to be wrong with addresses, ports and protocols before anything is sent."""

from __future__ import annotations

from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeVar

from codomyrmex.validation import ValidationError

E = TypeVar("E", bound=StrEnum)

_WITH_PORTS = frozenset({"tcp", "udp", "sctp", "dccp", "udplite"})
_ICMP = frozenset({"icmp", "icmpv6", "ipv6-icmp"})
# The names of https://docs.openstack.org/api-ref/network/v2/#create-security-group-rule
_OTHERS = frozenset(
    {
        "ah", "egp", "esp", "gre", "igmp", "ipip", "ipv6-encap", "ipv6-frag", "ipv6-nonxt", "ipv6-opts",
        "ipv6-route", "ospf", "pgm", "rsvp", "vrrp",
    }
)  # fmt: skip


def parse_cidr(cidr: str) -> IPv4Network | IPv6Network:
    """The range that ``10.0.0.0/24`` or ``fd00::/64`` is.

    Raises:
        ValidationError: it is none, or has bits set behind its prefix.
    """
    try:
        found = ip_network(cidr, strict=False)
    except ValueError:
        raise ValidationError(f"{cidr!r} is no range of addresses; write 10.0.0.0/24 or fd00::/64") from None
    address, slash, _prefix = str(cidr).partition("/")
    if not slash:
        raise ValidationError(f"{cidr!r} has no prefix length; for one address write {found}")
    if ip_address(address) != found.network_address:
        raise ValidationError(f"{cidr!r} is an address inside a range; the range is {found}")
    return found


def parse_address(address: str, what: str) -> IPv4Address | IPv6Address:
    """The address that a text is.

    Args:
        address: such as ``10.0.0.1``.
        what: what it is, for the message: ``"a gateway"``.

    Raises:
        ValidationError: it is none.
    """
    try:
        return ip_address(address)
    except ValueError:
        raise ValidationError(f"{what} is an address, not {address!r}") from None


def check_inside(address: str, cidr: str, what: str) -> None:
    """Refuse an address that is not in a range.

    Raises:
        ValidationError: it is outside, or no address.
    """
    if parse_address(address, what) not in ip_network(cidr):
        raise ValidationError(f"{what} is in the subnet's range {cidr}, not {address}")


def check_port(port: int, what: str = "a port") -> None:
    """Refuse what is no port of TCP or UDP: 1 to 65535."""
    if not 1 <= port <= 65535:
        raise ValidationError(f"{what} is a number from 1 to 65535, not {port}")


def check_rule_ports(protocol: str | None, port_min: int | None, port_max: int | None) -> None:
    """Refuse a protocol that is none, and ports that it cannot have.

    Args:
        protocol: a name or number of IANA's; ``None`` for all.
        port_min: the first port, or for ICMP the type.
        port_max: the last port, or for ICMP the code.

    Raises:
        ValidationError: they do not fit.
    """
    kind = _check_protocol(protocol)
    if port_min is None and port_max is None:
        return
    if kind in _ICMP:
        if port_min is None or any(not 0 <= port <= 255 for port in (port_min, port_max or 0)):
            raise ValidationError(f"{protocol} has a type and perhaps a code, each from 0 to 255")
        return
    if kind not in _WITH_PORTS and kind not in ("6", "17", "132", "33", "136"):
        raise ValidationError(f"{protocol or 'a rule for all protocols'} has no ports; name tcp or udp")
    if port_min is None or port_max is None:
        raise ValidationError("a range of ports has a first and a last one")
    check_port(port_min, "the first port")
    check_port(port_max, "the last port")
    if port_min > port_max:
        raise ValidationError(f"a range of ports is written upwards: {port_max} to {port_min}")


def _check_protocol(protocol: str | None) -> str | None:
    if protocol is None:
        return None
    is_number = protocol.isascii() and protocol.isdigit() and int(protocol) <= 255
    if not is_number and protocol not in _WITH_PORTS | _ICMP | _OTHERS:
        raise ValidationError(f"{protocol!r} is no protocol; use tcp, udp, icmp or a number from 0 to 255")
    return protocol


def member_of(kinds: type[E], value: E | str, what: str) -> E:
    """The member of an enumeration that a value is.

    Raises:
        ValidationError: it is none, or ``unknown``, which only a provider says.
    """
    try:
        found = kinds(value)
    except ValueError:
        found = None
    if found is None or found.value == "unknown":
        names = ", ".join(kind.value for kind in kinds if kind.value != "unknown")
        raise ValidationError(f"{str(value)!r} is no {what}; use one of {names}") from None
    return found
