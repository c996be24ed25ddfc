"""Swift as S3, where it takes a request for another one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.common.storage import Retention
from tests.contract.pairs import PAIRS
from tests.servers.openstack.server import OpenStackServer


def test_a_lock_is_not_stored_as_the_object(openstack_server: OpenStackServer, tmp_path: Path) -> None:
    store = PAIRS["infomaniak-openstack"].join("infomaniak-openstack", openstack_server, tmp_path)
    client, bucket = store.client(capabilities={"object_lock": True}), store.bucket()
    client.put_object(bucket, "key", b"data")
    with pytest.raises(InvalidRequestError, match="no lock"):
        client.set_legal_hold(bucket, "key", True)
    with pytest.raises(InvalidRequestError, match="no lock"):
        client.set_retention(bucket, "key", Retention(datetime.now(UTC) + timedelta(days=1)))
    assert client.get_object(bucket, "key") == b"data"
    store.tidy()
    client.delete_bucket(bucket)
