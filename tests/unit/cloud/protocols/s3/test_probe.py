"""Endpoints that are asked what they can do, and those that only pretend."""

from __future__ import annotations

import secrets

import pytest

from codomyrmex.cloud.common.errors import ConfigurationError, NotSupportedError, PreconditionFailedError
from codomyrmex.cloud.common.storage import Capability
from codomyrmex.cloud.minio.storage import MinIOClient
from tests.servers.s3_server import S3Server

# rclone answers 200 to a conditional write and overwrites; so do Ceph when an upload is completed, and moto
# when one is completed on a known version.
FOUND = {"moto": (True, False), "rclone": (False, False), "ceph": (False, False)}


def client_of(server: S3Server) -> MinIOClient:
    return MinIOClient(server.endpoint, access_key=server.access_key, secret_key=server.secret_key)


@pytest.mark.parametrize("name", FOUND)
def test_what_is_found(name: str, request: pytest.FixtureRequest) -> None:
    client = client_of(request.getfixturevalue(f"{name}_server"))
    bucket = f"probe-{secrets.token_hex(6)}"
    client.create_bucket(bucket)
    try:
        with pytest.raises(NotSupportedError, match="probe"):
            client.put_object(bucket, "key", b"1", if_absent=True)
        found = client.probe_capabilities(bucket)
        assert (found.has(Capability.IF_ABSENT), found.has(Capability.IF_MATCH)) == FOUND[name]
        assert list(client.list_objects(bucket)) == []
        if found.has(Capability.IF_ABSENT):
            client.put_object(bucket, "key", b"1", if_absent=True)
            with pytest.raises(PreconditionFailedError):
                client.put_object(bucket, "key", b"2", if_absent=True)
        else:
            with pytest.raises(NotSupportedError):
                client.put_object(bucket, "key", b"1", if_absent=True)
    finally:
        client.delete_bucket(bucket, force=True)


def test_what_is_no_capability(moto_server: S3Server) -> None:
    with pytest.raises(ConfigurationError, match="'if_absnt' is not a capability"):
        MinIOClient(moto_server.endpoint, access_key="a", secret_key="b", capabilities={"if_absnt": True})
