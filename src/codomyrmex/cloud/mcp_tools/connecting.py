"""The clouds that tools use: shared by all calls of this process."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codomyrmex.cloud.connection import Cloud, Connections

# Of one environment at a time: a credential that was changed there makes new clients.
_SHARED: dict[frozenset[tuple[str, str]], Connections] = {}


def cloud_of(profile: str) -> Cloud:
    """The clients of a profile.

    They are kept, with their connections and tokens, until a variable of the environment changes. A profile
    that is changed in the configuration file is read again by another process.

    Raises:
        ConfigurationError: there is no such profile, or it is wrong.
    """
    from codomyrmex.cloud.connection import Connections

    environment = frozenset(os.environ.items())
    shared = _SHARED.get(environment)
    if shared is None:
        _SHARED.clear()
        shared = _SHARED.setdefault(environment, Connections())
    return shared.cloud(profile)
