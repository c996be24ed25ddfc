"""What Neutron and Octavia mean where their status says too little."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from codomyrmex.cloud.common.errors import AlreadyExistsError, ConflictError, NotFoundError
from codomyrmex.cloud.infomaniak.errors import error_of

if TYPE_CHECKING:
    from codomyrmex.cloud.common.errors import CloudError

_MEANT: tuple[tuple[int, re.Pattern[str], type[CloudError]], ...] = (
    (400, re.compile(r"overlaps|already has a port|collision"), ConflictError),
    # Every id is a UUID: what is none is the id of nothing.
    (400, re.compile(r"not a valid UUID|should be UUID|\bnot found\b"), NotFoundError),
    (409, re.compile(r"already using|already has a health monitor"), AlreadyExistsError),
)


def network_error_of(error: Exception) -> CloudError | None:
    """The error that an exception stands for; ``None`` for one that is neither SDK's."""
    found = error_of(error)
    if found is None:
        return None
    for status, pattern, kind in _MEANT:
        if found.status == status and pattern.search(found.message):
            return kind(found.message, status=status, request_id=found.request_id)
    return found
