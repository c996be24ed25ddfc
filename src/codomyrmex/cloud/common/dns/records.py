"""The data of records: checked by type, and in one form."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from typing import Any

from codomyrmex.cloud.common.dns.parser import dnspython
from codomyrmex.cloud.common.dns.text import STRING_BYTES, cut, quoted
from codomyrmex.cloud.common.dns.values import RecordSet, RecordType
from codomyrmex.cloud.common.errors import InvalidRequestError

LONGEST_TTL = 2**31 - 1
"""Seconds (RFC 2181, 8)."""

TEXT_TYPES = (RecordType.TXT, RecordType.SPF)

_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\\.', re.DOTALL)
_VAGUE = re.compile("malformed|expect")

# What the data of a type is, for the message about data that is not.
_FORMS = {
    RecordType.A: "an IPv4 address, such as 192.0.2.1",
    RecordType.AAAA: "an IPv6 address, such as 2001:db8::1",
    RecordType.CAA: 'flags, a tag and a quoted value, such as 0 issue "letsencrypt.org"',
    RecordType.CERT: "a type, a key tag, an algorithm and a certificate in base64",
    RecordType.CNAME: "one name, such as www.example.org.",
    RecordType.DS: "a key tag, an algorithm, a digest type and a digest in hexadecimal digits",
    RecordType.HTTPS: "a priority, a name and parameters, such as 1 . alpn=h2",
    RecordType.MX: "a preference of 0 to 65535 and a host, such as 10 mail.example.org.",
    RecordType.NAPTR: 'such as 100 10 "S" "SIP+D2U" "" _sip._udp.example.org.',
    RecordType.NS: "the name of a name server, such as ns1.example.org.",
    RecordType.PTR: "one name, such as www.example.org.",
    RecordType.SPF: 'text, or strings in quotation marks, such as "v=spf1 -all"',
    RecordType.SRV: "a priority, a weight, a port and a host, such as 0 5 5060 sip.example.org.",
    RecordType.SSHFP: "an algorithm, a hash type and a fingerprint in hexadecimal digits",
    RecordType.SVCB: "a priority, a name and parameters, such as 1 svc.example.org. alpn=h2",
    RecordType.TLSA: "usage, selector, matching type (0 to 255 each) and data in hexadecimal digits",
    RecordType.TXT: 'text, or strings in quotation marks, such as "v=spf1 -all"',
}


def record_type(text: str) -> RecordType:
    """The type that a name means, in whichever case.

    Raises:
        InvalidRequestError: its data is not known here.
    """
    try:
        return RecordType(text.upper())
    except (ValueError, AttributeError):
        known = ", ".join(RecordType)
        raise InvalidRequestError(f"{text!r} is no type of records: it is one of {known}.") from None


def record_data(type: str, text: str, zone: str) -> str:
    """The data of a record as it is everywhere here, which is how zone files have it with absolute names.

    Args:
        type: the type of the record.
        text: as zone files have it. A name without a dot is relative to the zone; one with dots ends with
            one. For TXT and SPF, what does not begin with a quotation mark is the text itself, quoted and cut
            into strings of 255 bytes here.
        zone: the zone's name, as `zone_name` gives it.

    Raises:
        InvalidRequestError: it is no data of that type.
    """
    if not isinstance(text, str):
        raise InvalidRequestError(f"the data of a {type} record is text, not {text.__class__.__name__}")
    if type in TEXT_TYPES and not text.startswith('"'):
        return quoted(cut(text.encode()))
    parsed = _parsed(type, text)
    for name in _names(parsed):
        if not name.is_absolute() and len(name.labels) > 1:
            raise InvalidRequestError(
                f"{str(name)!r} in the {type} record {text!r} would be below {zone} without a final dot; "
                "add it, or write the whole name."
            )
    return data_text(parsed, zone)


def data_text(parsed: Any, zone: str) -> str:
    """What dnspython has parsed, as it is everywhere here."""
    if hasattr(parsed, "strings"):
        return quoted(parsed.strings)
    dns = dnspython()
    return str(parsed.to_text(origin=dns.name.from_text(zone), relativize=False))


def stored_data(type: str, text: str, zone: str) -> str:
    """The same for data as a service has it; what cannot be parsed stays as it is."""
    dns = dnspython()
    try:
        parsed = dns.rdata.from_text(dns.rdataclass.IN, type, text)
        return data_text(parsed, zone)
    except (dns.exception.DNSException, UnicodeError, ValueError):
        return text


def comparable(type: str, data: str) -> Hashable:
    """What is equal for two records that say the same: a text that had to be cut, wherever it was cut."""
    if type not in TEXT_TYPES:
        return data
    strings = text_strings(data)
    text = b"".join(strings)
    return text if len(text) > STRING_BYTES else strings


def text_strings(text: str) -> tuple[bytes, ...]:
    """The strings of a TXT record, from its data as it is everywhere here."""
    return tuple(_parsed(RecordType.TXT, text).strings)


def check_record_set(wanted: RecordSet) -> None:
    """Refuse what no name server can serve.

    Args:
        wanted: with name, type and data in the form that they have here.

    Raises:
        InvalidRequestError: the SOA record or the zone's name servers, no data or the same twice, several
            CNAME records or one at the zone's own name, or a TTL that is none.
    """
    if wanted.type == RecordType.SOA or wanted.is_the_zones_own:
        raise InvalidRequestError(f"The {wanted.type} records of {wanted.zone} are the service's own.")
    if not wanted.records:
        raise InvalidRequestError(f"{wanted.name} {wanted.type} has no data; delete the record set instead.")
    twice = next((data for data in wanted.records if wanted.records.count(data) > 1), None)
    if twice is not None:
        raise InvalidRequestError(f"{wanted.name} {wanted.type} has {twice} twice.")
    if wanted.type == RecordType.CNAME and (len(wanted.records) > 1 or wanted.is_apex):
        raise InvalidRequestError(f"{wanted.name} can have only one CNAME record, and a zone itself none.")
    check_ttl(wanted.ttl)


def check_ttl(ttl: int | None) -> None:
    """Refuse seconds that are no time to live.

    Raises:
        InvalidRequestError: it is not a whole number from 0 to 2147483647.
    """
    if ttl is None:
        return
    if type(ttl) is not int or not 0 <= ttl <= LONGEST_TTL:
        raise InvalidRequestError(f"a TTL is a whole number of seconds from 0 to {LONGEST_TTL}, not {ttl!r}")


def check_cnames(record_sets: Iterable[RecordSet]) -> None:
    """Refuse a CNAME record beside other records of the same name.

    Raises:
        InvalidRequestError: there is one.
    """
    types: dict[str, set[str]] = {}
    for one in record_sets:
        types.setdefault(one.name, set()).add(one.type)
    for name, found in types.items():
        if RecordType.CNAME in found and len(found) > 1:
            others = ", ".join(sorted(found - {RecordType.CNAME}))
            raise InvalidRequestError(f"{name} has a CNAME record, beside which there cannot be {others}.")


def _parsed(type: str, text: str) -> Any:
    dns = dnspython()
    rest = _QUOTED.sub("", text)
    if ";" in rest or "\n" in rest:
        raise InvalidRequestError(
            f"The {type} record {text!r} has a line break or, outside of quotation marks, a semicolon, which "
            "begins a comment."
        )
    try:
        return dns.rdata.from_text(dns.rdataclass.IN, type, text, idna_codec=dns.name.IDNA_2008_UTS_46)
    except (dns.exception.DNSException, UnicodeError, ValueError) as refusal:
        form = _FORMS.get(RecordType(type), "in the form of zone files")
        said = str(refusal).rstrip(".")
        # Of dnspython's reasons those that say more than the form does.
        why = f": {said}" if said and not _VAGUE.search(said) else ""
        raise InvalidRequestError(f"{text!r} is no data of a {type} record, which is {form}{why}.") from None


def _names(parsed: Any) -> list[Any]:
    dns = dnspython()
    slots = (slot for kind in type(parsed).__mro__ for slot in getattr(kind, "__slots__", ()))
    values = (getattr(parsed, slot, None) for slot in slots)
    return [value for value in values if isinstance(value, dns.name.Name)]
