"""Real tokens that end early, credentials that are taken away, and rights that are missing."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from codomyrmex.cloud.common.errors import (
    AuthenticationError,
    ConfigurationError,
    PermissionDeniedError,
    QuotaExceededError,
    ServiceUnavailableError,
)
from codomyrmex.cloud.infomaniak.object_storage import InfomaniakObjectStorageClient
from codomyrmex.cloud.protocols.swift import containers
from codomyrmex.cloud.wire import NO_RETRY
from tests.contract.fetch import fetch
from tests.contract.harness import SMALLEST_PART
from tests.servers.openstack.server import OpenStackServer
from tests.servers.process import wait_until


def token_of(client: InfomaniakObjectStorageClient) -> str:
    """The token that the client uses now."""
    token = client.service.authorization.access().token
    assert token is not None
    return token


@pytest.fixture
def watched(password: dict[str, Any], watchful_url: str) -> InfomaniakObjectStorageClient:
    """A client whose tokens can be revoked."""
    return InfomaniakObjectStorageClient(**password, storage_url=watchful_url)


def wait_until_refused(url: str, token: str) -> None:
    """Swift asks Keystone about a token once a second at most."""

    def is_refused() -> bool:
        return fetch("GET", url, headers={"X-Auth-Token": token}).status == 401

    wait_until(is_refused, "Swift refuses the token")


def test_a_revoked_token_is_renewed(
    watched: InfomaniakObjectStorageClient, openstack_server: OpenStackServer, watchful_url: str, bucket: str
) -> None:
    revoked = token_of(watched)
    openstack_server.administrator.revoke(revoked)
    wait_until_refused(watchful_url, revoked)
    watched.put_object(bucket, "key", b"data")
    assert token_of(watched) != revoked


def test_an_upload_goes_on_with_a_new_token(
    watched: InfomaniakObjectStorageClient, openstack_server: OpenStackServer, watchful_url: str, bucket: str
) -> None:
    watched.single_put_limit = watched.part_size = SMALLEST_PART
    first = token_of(watched)

    def pieces() -> Iterator[bytes]:
        for number in range(4):
            if number == 2:
                revoked = token_of(watched)
                openstack_server.administrator.revoke(revoked)
                wait_until_refused(watchful_url, revoked)
            yield bytes([number]) * SMALLEST_PART

    watched.put_object(bucket, "key", pieces())
    assert token_of(watched) != first
    assert watched.get_object(bucket, "key") == b"".join(bytes([n]) * SMALLEST_PART for n in range(4))
    assert len(list(watched.list_objects(f"{bucket}_segments"))) == 4


def test_a_deleted_application_credential_ends_its_client(
    openstack_server: OpenStackServer, watchful_url: str
) -> None:
    user, password = openstack_server.user, openstack_server.password
    credential, secret = openstack_server.administrator.add_application_credential(user, password)
    client = InfomaniakObjectStorageClient(
        auth_url=openstack_server.auth_url,
        application_credential_id=credential,
        application_credential_secret=secret,
        storage_url=watchful_url,
    )
    client.list_buckets()
    openstack_server.administrator.delete_application_credential(user, password, credential)
    wait_until_refused(watchful_url, token_of(client))
    with pytest.raises(AuthenticationError, match="no such application credential") as caught:
        client.list_buckets()
    assert not caught.value.retryable
    assert secret not in f"{caught.value!r} {client!r}"


@pytest.mark.parametrize("lasting", [None, timedelta(seconds=4)], ids=["deleted", "ended"])
def test_an_upload_ends_with_its_credentials(
    client: InfomaniakObjectStorageClient,
    openstack_server: OpenStackServer,
    watchful_url: str,
    bucket: str,
    lasting: timedelta | None,
) -> None:
    user, password = openstack_server.user, openstack_server.password
    administrator = openstack_server.administrator
    # Keystone cuts the end of a token to seconds, and not that of a credential.
    ends = datetime.now(UTC).replace(microsecond=0) + lasting if lasting is not None else None
    credential, secret = administrator.add_application_credential(user, password, ends)
    uploader = InfomaniakObjectStorageClient(
        auth_url=openstack_server.auth_url,
        application_credential_id=credential,
        application_credential_secret=secret,
        storage_url=watchful_url,
    )
    uploader.single_put_limit = uploader.part_size = SMALLEST_PART

    def pieces() -> Iterator[bytes]:
        for number in range(4):
            if number == 2:
                token = token_of(uploader)
                if lasting is None:
                    administrator.delete_application_credential(user, password, credential)
                wait_until_refused(watchful_url, token)
            yield bytes(SMALLEST_PART)

    with pytest.raises(AuthenticationError, match="new one") as caught:
        uploader.put_object(bucket, "key", pieces())
    assert not caught.value.retryable
    assert secret not in repr(caught.value)
    # Who may nothing any more cannot take the segments away either, but makes no object of them.
    assert not client.object_exists(bucket, "key")
    client.delete_bucket(bucket, force=True)
    assert not client.bucket_exists(f"{bucket}_segments")
    client.create_bucket(bucket)


@pytest.mark.parametrize(
    ("replaced", "error"),
    [
        ({"password": "another"}, AuthenticationError),
        ({"project": "no-such-project"}, AuthenticationError),
        ({"user_domain": "no-such-domain"}, AuthenticationError),
        ({"region": "NowhereOne"}, ConfigurationError),
    ],
    ids=["password", "project", "domain", "region"],
)
def test_what_keystone_does_not_know(
    password: dict[str, Any], replaced: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        InfomaniakObjectStorageClient(**password | replaced, retry=NO_RETRY).list_buckets()


def test_a_keystone_that_is_down(password: dict[str, Any], closed_port: int) -> None:
    elsewhere = password | {"auth_url": f"http://127.0.0.1:{closed_port}/v3"}
    with pytest.raises(ServiceUnavailableError):
        InfomaniakObjectStorageClient(**elsewhere, retry=NO_RETRY).list_buckets()


def test_a_stranger_of_another_project_is_known_and_not_allowed(
    client: InfomaniakObjectStorageClient, openstack_server: OpenStackServer, bucket: str
) -> None:
    name = f"other-{secrets.token_hex(4)}"
    project, _ = openstack_server.administrator.add_member(name, "password")
    other = InfomaniakObjectStorageClient(
        auth_url=openstack_server.auth_url,
        username=name,
        password="password",
        project_id=project,
        storage_url=openstack_server.storage_url,
    )
    client.put_object(bucket, "key", b"data")
    with pytest.raises(PermissionDeniedError) as caught:
        other.get_object(bucket, "key")
    assert (type(caught.value), caught.value.status) == (PermissionDeniedError, 403)
    client.set_policy(bucket, {"read": [f"{project}:*"]})
    assert other.get_object(bucket, "key") == b"data"
    with pytest.raises(PermissionDeniedError):
        other.put_object(bucket, "key", b"other")


def test_who_has_no_token_is_unknown(openstack_server: OpenStackServer) -> None:
    stranger = InfomaniakObjectStorageClient(anonymous=True, storage_url=openstack_server.storage_url)
    with pytest.raises(AuthenticationError) as caught:
        stranger.list_buckets()
    assert caught.value.status == 401


def test_a_full_container_takes_nothing(client: InfomaniakObjectStorageClient, bucket: str) -> None:
    containers.update(client.service, bucket, {"x-container-meta-quota-bytes": "3"})
    with pytest.raises(QuotaExceededError) as caught:
        client.put_object(bucket, "key", b"data")
    assert caught.value.status == 413
    assert client.put_object(bucket, "key", b"abc").size == 3


@pytest.mark.parametrize("suffix", ["", "_segments"])
def test_a_quota_that_is_reached_in_the_middle_leaves_nothing(
    client: InfomaniakObjectStorageClient, bucket: str, suffix: str
) -> None:
    client.single_put_limit = client.part_size = SMALLEST_PART
    segments = f"{bucket}_segments"

    def pieces() -> Iterator[bytes]:
        for number in range(4):
            if number == 3:
                wait_until(lambda: any(client.list_objects(segments)), "a segment arrives")
                containers.update(client.service, bucket + suffix, {"x-container-meta-quota-bytes": "1"})
            yield bytes(SMALLEST_PART)

    with pytest.raises(QuotaExceededError) as caught:
        client.put_object(bucket, "key", pieces())
    assert (caught.value.status, caught.value.retryable) == (413, False)
    assert list(client.list_objects(bucket)) == list(client.list_objects(segments)) == []
