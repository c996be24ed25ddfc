"""How connections are made: trust, proxies, limits. One frozen value per client."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from codomyrmex.cloud.common.errors import ConfigurationError

_SYSTEM_BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Arch
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora, Red Hat
    "/etc/ssl/ca-bundle.pem",  # openSUSE
    "/etc/ssl/cert.pem",  # Alpine, macOS
)


@dataclass(frozen=True)
class ConnectionOptions:
    """Everything about the way to an endpoint that is not the request itself.

    Attributes:
        connect_timeout: seconds for the TCP and TLS handshakes.
        stall_timeout: seconds without a byte in either direction after which an attempt is given up.
        ca_bundle: PEM file of the authorities to trust; ``None`` takes ``SSL_CERT_FILE``, else the system's,
            else certifi's.
        verify: ``False`` trusts everyone; for tests on loopback only.
        proxy: URL of an HTTP or SOCKS proxy; ``""`` for none; ``None`` takes ``HTTPS_PROXY``, ``http_proxy``
            and ``ALL_PROXY`` as curl reads them. ``NO_PROXY`` holds in either case.
        user_agent: what the service's logs show.
        compressed: let answers come compressed, as libcurl can decode them. Not for objects, whose bytes are
            exact.
    """

    connect_timeout: float = 10.0
    stall_timeout: float = 30.0
    ca_bundle: str | None = None
    verify: bool = True
    proxy: str | None = field(default=None, repr=False)
    user_agent: str = "codomyrmex-cloud"
    compressed: bool = False

    @cached_property
    def trusted_authorities(self) -> str:
        """Path of the PEM bundle in force.

        Raises:
            ConfigurationError: ``ca_bundle`` names a file that is not there.
        """
        if self.ca_bundle is not None:
            if not Path(self.ca_bundle).is_file():
                raise ConfigurationError(f"The CA bundle {self.ca_bundle} is not a file.")
            return self.ca_bundle
        return _system_authorities(os.environ.get("SSL_CERT_FILE"))


@lru_cache(maxsize=4)
def _system_authorities(named: str | None) -> str:
    # The wheels of pycurl bring a libcurl that knows no bundle of its own.
    if named:
        if not Path(named).is_file():
            raise ConfigurationError(f"SSL_CERT_FILE names {named}, which is not a file.")
        return named
    for candidate in _SYSTEM_BUNDLES:
        if Path(candidate).is_file():
            return candidate
    import certifi

    return certifi.where()
