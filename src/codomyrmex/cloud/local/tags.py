"""Object tags: changed in the object's record, while its bytes, its ETag and its time stay."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from codomyrmex.cloud.common.storage.writing import content_type_of
from codomyrmex.cloud.local.account import Account
from codomyrmex.cloud.local.keys import path_of
from codomyrmex.cloud.local.objects import open_newest
from codomyrmex.cloud.local.records import Record, place_record, record_path, write_record
from codomyrmex.cloud.local.temporary import new_temporary


def set_tags(account: Account, bucket: str, key: str, tags: Mapping[str, str]) -> None:
    """Replace the tags of an object. One that another program wrote gets a record for them.

    Raises:
        BucketNotFoundError: the bucket is not there.
        NotFoundError: the object is not there.
    """
    temporary = new_temporary()
    with account.opened(bucket) as root, account.folder(root, bucket), account.locked(root, bucket):
        found = open_newest(account, bucket, key)
        os.close(found.descriptor)
        record = replace(found.record or Record(content_type_of(key)), tags=dict(tags))
        try:
            write_record(account, root, temporary, record, sync=True)
            path = record_path(bucket, path_of(key), found.state)
            place_record(account, root, temporary, path, sync=True)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(temporary, dir_fd=root)
