"""Writing an object into a temporary file, until it is complete."""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from codomyrmex.cloud.common.content import FileRegion
from codomyrmex.cloud.common.errors import LocalFileError
from codomyrmex.cloud.common.storage.parts import MIB
from codomyrmex.cloud.common.storage.types import ObjectInfo, PutOptions
from codomyrmex.cloud.common.storage.upload import Upload
from codomyrmex.cloud.local.account import TEMPORARY, Account, open_reserved
from codomyrmex.cloud.local.commit import Target, Written, check_target, commit
from codomyrmex.cloud.local.faults import typed_errors
from codomyrmex.cloud.local.keys import key_of, path_of
from codomyrmex.cloud.local.objects import OpenObject, object_info
from codomyrmex.cloud.local.records import Record, State

if TYPE_CHECKING:
    from codomyrmex.cloud.common.content import Body


class LocalUpload(Upload):
    """An object on its way into the store.

    Args:
        account: where to.
        target: where there.
        options: how.
        advance: told the bytes of each block that was written; what it raises ends the upload.
    """

    next_size = MIB

    def __init__(
        self, account: Account, bucket: str, key: str, options: PutOptions, advance: Callable[[int], object] | None
    ) -> None:
        self._account = account
        self._key = key
        self._target = Target(bucket, path_of(key))
        self._options = options
        self._advance = advance
        self._digest = hashlib.md5(usedforsecurity=False)
        self._process = os.getpid()
        # Known before they are made, so that an interrupt at any point finds them.
        self._data = f"{TEMPORARY}/{secrets.token_hex(12)}"
        self._record = f"{self._data}.record"
        self._descriptor = -1
        with typed_errors(f"{bucket}/{key}"), account.opened(bucket) as root:
            check_target(account, root, self._target, options)
            self._descriptor = open_reserved(self._data, os.O_RDWR | os.O_CREAT | os.O_EXCL, root)
