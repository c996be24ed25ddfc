"""dnspython, which knows the form of names, of each type's data and of zone files."""

from __future__ import annotations

from typing import Any

from codomyrmex.cloud.common.errors import MissingDependencyError


def dnspython() -> Any:
    """The package ``dns``, with the modules that are used here.

    Raises:
        MissingDependencyError: it is not installed.
    """
    try:
        import dns.exception
        import dns.name
        import dns.rdata
        import dns.rdataclass
        import dns.rdatatype
        import dns.tokenizer
        import dns.zonefile
    except ModuleNotFoundError as error:
        raise MissingDependencyError(
            "DNS needs dnspython. Install it with: pip install 'codomyrmex-cloud[infomaniak]'"
        ) from error
    return dns
