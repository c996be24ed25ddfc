"""Names of zones and records: in one form, whichever way they are written."""

from __future__ import annotations

import re
from typing import Any

from codomyrmex.cloud.common.dns.parser import dnspython
from codomyrmex.cloud.common.errors import InvalidRequestError

# A slash is in the names of RFC 2317, which delegate less than 256 addresses.
_LABEL = re.compile(r"[a-z0-9_/]([a-z0-9_/-]*[a-z0-9_/])?")


def zone_name(text: str) -> str:
    """The name of a zone as it is everywhere here: absolute, in ASCII, in lower case.

    Args:
        text: ``example.org``, with or without the final dot; other scripts are encoded (IDNA 2008).

    Raises:
        InvalidRequestError: it is no name of a zone.
    """
    name = _name(text, "the name of a zone")
    if name == ".":
        raise InvalidRequestError("The root is not a zone of yours.")
    if name.startswith("*"):
        raise InvalidRequestError(f"{text!r} is no zone: only records have wildcards.")
    return name


def record_name(text: str, zone: str) -> str:
    """The absolute name of a record.

    Args:
        text: relative to its zone (``www``), absolute (``www.example.org.``), or ``@`` for the zone itself.
        zone: the zone's name, as `zone_name` gives it.

    Raises:
        InvalidRequestError: it is no name, or not in the zone.
    """
    if text in ("@", ""):
        return zone
    name = _name(text, "the name of a record")
    if not _is_absolute(text):
        if is_in(name, zone):
            raise InvalidRequestError(
                f"{text!r} in the zone {zone} can be {name} or {name}{zone}; end the first with a dot."
            )
        return _name(name + zone, "the name of a record")
    if not is_in(name, zone):
        raise InvalidRequestError(f"{name} is not in the zone {zone}")
    return name


def is_in(name: str, zone: str) -> bool:
    """Whether an absolute name is the zone's or below it."""
    return name == zone or name.endswith(f".{zone}")


def relative_name(name: str, zone: str) -> str:
    """A record's name as a zone file has it: ``@`` for the zone, without the zone's name otherwise."""
    return "@" if name == zone else name.removesuffix(f".{zone}")


def _name(text: str, what: str) -> str:
    if not isinstance(text, str):
        raise InvalidRequestError(f"{what} is text, not {type(text).__name__}")
    dns = dnspython()
    try:
        parsed = dns.name.from_text(text.lower(), idna_codec=dns.name.IDNA_2008_UTS_46)
    except (dns.exception.DNSException, UnicodeError) as refusal:
        raise InvalidRequestError(f"{text!r} is not {what}: {_reason(dns, refusal)}") from None
    name = str(parsed)
    labels = name.removesuffix(".").split(".")
    for place, label in enumerate(labels if name != "." else ()):
        if not _LABEL.fullmatch(label) and (label != "*" or place > 0):
            raise InvalidRequestError(
                f"{text!r} is not {what}: its part {label!r} is not letters, digits, '_' and inner hyphens."
            )
    return name


def _is_absolute(text: str) -> bool:
    # The full stops of other scripts, which IDNA takes as dots.
    return text.endswith((".", "。", "．", "｡"))


def _reason(dns: Any, refusal: Exception) -> str:
    if isinstance(refusal, dns.name.LabelTooLong):
        return "one of its parts has more than 63 characters."
    if isinstance(refusal, dns.name.NameTooLong):
        return "it has more than 255 characters."
    if isinstance(refusal, dns.name.EmptyLabel):
        return "one of its parts is empty."
    said = str(refusal).rstrip(".")
    return f"{said}."
