"""Identity of OpenStack: Keystone."""

from __future__ import annotations

from codomyrmex.cloud.infomaniak.identity.application_credentials import AccessRule, ApplicationCredential
from codomyrmex.cloud.infomaniak.identity.catalogue import Endpoint
from codomyrmex.cloud.infomaniak.identity.client import InfomaniakIdentityClient

__all__ = ["AccessRule", "ApplicationCredential", "Endpoint", "InfomaniakIdentityClient"]
