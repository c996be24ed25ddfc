"""Who calls: a signature, a token, nobody; and what each of them can sign."""

from __future__ import annotations

import secrets
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from azure.storage.blob import (
    AccountSasPermissions,
    ContainerSasPermissions,
    ResourceTypes,
    generate_account_sas,
    generate_container_sas,
)

from codomyrmex.cloud.azure.storage import AzureBlobClient
from codomyrmex.cloud.common.errors import (
    AuthenticationError,
    ConfigurationError,
    InvalidRequestError,
    PermissionDeniedError,
)
from codomyrmex.cloud.transfer import copy_object
from codomyrmex.cloud.wire import ConnectionOptions
from tests.contract.fetch import fetch
from tests.contract.independent import blob_service_client
from tests.servers.azurite import AzuriteServer
from tests.servers.capture import Answer, CapturedRequest, CaptureServer
from tests.unit.cloud.azure.conftest import AccessToken, Identity, SecureAzurite
from tests.unit.cloud.protocols.azure_blob.conftest import answer

MIB = 1 << 20


@pytest.fixture
def owner(azurite_server: AzuriteServer) -> AzureBlobClient:
    """A client with the account's key."""
    return AzureBlobClient(account_url=azurite_server.url, account_key=azurite_server.account_key)


@pytest.fixture
def bucket(owner: AzureBlobClient) -> Iterator[str]:
    """A bucket with an object."""
    name = f"credentials-{secrets.token_hex(6)}"
    owner.create_bucket(name)
    owner.put_object(name, "key", b"data", metadata={"kept": "yes"})
    yield name
    owner.delete_bucket(name, force=True)


def signature_for(server: AzuriteServer, permissions: str, minutes: int = 10) -> str:
    """A signature for the account, made by the SDK."""
    token: str = generate_account_sas(
        server.account,
        server.account_key,
        ResourceTypes(service=True, container=True, object=True),
        AccountSasPermissions.from_string(permissions),
        datetime.now(UTC) + timedelta(minutes=minutes),
    )
    return token


def test_a_signature_opens_every_verb(azurite_server: AzuriteServer, bucket: str) -> None:
    token = signature_for(azurite_server, "rwdlacup")
    # Azurite answers a batch with an account's signature with 500, as azure-storage-blob finds too.
    client = AzureBlobClient(
        account_url=azurite_server.url, sas_token=f"?{token}", capabilities={"batch_delete": False}
    )
    client.single_put_limit = client.part_size = MIB
    assert client.get_object(bucket, "key") == b"data"
    client.put_object(bucket, "parts", b"x" * (2 * MIB + 1), metadata={"a": "b"})
    assert client.copy_object(bucket, "parts", bucket, "copy").size == 2 * MIB + 1
    assert [info.key for info in client.list_objects(bucket)] == ["copy", "key", "parts"]
    assert client.delete_objects(bucket, ["parts", "copy", "missing"]).failures == ()
    assert client.list_buckets().count(bucket) == 1


def test_a_signature_for_a_bucket_deletes_in_a_batch(
    azurite_server: AzuriteServer, owner: AzureBlobClient, bucket: str
) -> None:
    owner.put_object(bucket, "a b", b"x")
    token = generate_container_sas(
        azurite_server.account,
        bucket,
        account_key=azurite_server.account_key,
        permission=ContainerSasPermissions(delete=True),
        expiry=datetime.now(UTC) + timedelta(minutes=10),
    )
    client = AzureBlobClient(account_url=azurite_server.url, sas_token=token)
    assert client.delete_objects(bucket, ["key", "a b", "missing"]).failures == ()
    assert list(owner.list_objects(bucket)) == []


def test_a_signature_is_good_for_what_it_says(azurite_server: AzuriteServer, bucket: str) -> None:
    reader = AzureBlobClient(account_url=azurite_server.url, sas_token=signature_for(azurite_server, "rl"))
    assert reader.get_object(bucket, "key") == b"data"
    with pytest.raises(PermissionDeniedError):
        reader.put_object(bucket, "key", b"changed")
    ended = AzureBlobClient(
        account_url=azurite_server.url, sas_token=signature_for(azurite_server, "rl", minutes=-1)
    )
    with pytest.raises(PermissionDeniedError):
        ended.get_object(bucket, "key")


def test_a_signature_signs_no_other_urls(azurite_server: AzuriteServer) -> None:
    client = AzureBlobClient(account_url=azurite_server.url, sas_token=signature_for(azurite_server, "r"))
    with pytest.raises(AuthenticationError, match="account key or a token"):
        client.generate_presigned_url("bucket", "key")


def test_an_object_of_another_account_is_copied(
    azurite_server: AzuriteServer, owner: AzureBlobClient, bucket: str
) -> None:
    other = azurite_server.other()
    client = AzureBlobClient(account_url=other.url, account_key=other.account_key)
    client.create_bucket(bucket)
    try:
        info = client.copy_from_url(owner.generate_presigned_url(bucket, "key"), bucket, "copied")
        assert (info.size, info.metadata) == (4, {"kept": "yes"})
        assert client.get_object(bucket, "copied") == b"data"
        with pytest.raises(PermissionDeniedError):
            client.copy_from_url(f"{azurite_server.url}/{bucket}/key", bucket, "unsigned")
        theirs = blob_service_client(other).get_container_client(bucket)
        copied = copy_object(owner, bucket, "key", client, bucket, "by-server")
        assert (copied.info.size, copied.lost) == (4, ())
        assert theirs.get_blob_client("by-server").get_blob_properties().copy.status == "success"
        # A signature alone signs nothing, so the bytes go through this machine.
        reader = AzureBlobClient(account_url=azurite_server.url, sas_token=signature_for(azurite_server, "r"))
        assert copy_object(reader, bucket, "key", client, bucket, "streamed").info.size == 4
        assert theirs.get_blob_client("streamed").get_blob_properties().copy.status is None
    finally:
        client.delete_bucket(bucket, force=True)


def test_a_token_opens_and_signs(secure_azurite: SecureAzurite) -> None:
    identity = Identity()
    client = AzureBlobClient(
        account_url=secure_azurite.server.url,
        credential=identity,
        connection=ConnectionOptions(ca_bundle=str(secure_azurite.authority)),
    )
    assert identity.given == 0
    client.create_bucket("tokens")
    client.put_object("tokens", "a b/日本", b"data")
    assert client.copy_object("tokens", "a b/日本", "tokens", "copy").size == 4
    assert client.delete_objects("tokens", ["copy", "missing"]).deleted == 2
    curl = ["curl", "--silent", "--show-error", "--fail", "--cacert", str(secure_azurite.authority)]
    url = client.generate_presigned_url("tokens", "a b/日本", expires_in=600)
    assert subprocess.run([*curl, url], check=True, capture_output=True, timeout=300).stdout == b"data"
    put = client.generate_presigned_url("tokens", "new", method="PUT", expires_in=7 * 24 * 3600)
    headers = [f"-H{name}: {value}" for name, value in client.presigned_url_headers("PUT").items()]
    subprocess.run([*curl, *headers, "-T", str(secure_azurite.authority), put], check=True, timeout=300)
    assert client.get_object("tokens", "new") == secure_azurite.authority.read_bytes()
    assert identity.given == 1


def test_a_key_to_sign_with_is_fetched_once(secure_azurite: SecureAzurite) -> None:
    client = AzureBlobClient(
        account_url=secure_azurite.server.url,
        credential=Identity(),
        connection=ConnectionOptions(ca_bundle=str(secure_azurite.authority)),
    )
    urls = client.generate_presigned_urls("bucket", ["a", "b"], expires_in=60)
    later = client.generate_presigned_url("bucket", "a", expires_in=24 * 3600)
    keys = [url[url.index("ske=") : url.index("&skoid")] for url in (*urls, later)]
    assert keys[0] == keys[1] != keys[2]


def test_a_token_that_the_service_calls_expired_is_replaced_amid_an_upload(
    capture_server: CaptureServer,
) -> None:
    identity, refused = Identity(), []

    def expiring(request: CapturedRequest) -> Answer:
        token = (request.header("Authorization") or "")[-1]
        if request.target.endswith("comp=block") and len(capture_server.requests) > 3 and token == "1":
            refused.append(request)
            return Answer(401, (("x-ms-error-code", "AuthenticationFailed"),))
        return answer(request)

    capture_server.answer = expiring
    client = AzureBlobClient(account_url=f"{capture_server.endpoint}/account", credential=identity)
    client.single_put_limit = client.part_size = MIB
    client.concurrency = 1
    assert client.put_object("bucket", "key", b"x" * (6 * MIB)).size == 6 * MIB
    assert len(refused) == 1
    assert identity.given == 2


def test_an_upload_outlives_its_token(secure_azurite: SecureAzurite) -> None:
    class Short(Identity):
        """Its first token ends within two seconds, which it keeps to itself."""

        def get_token(self, *scopes: str) -> AccessToken:
            self._seconds = 3600 if self.given else 2
            given = super().get_token(*scopes)
            self.first_ends = time.time() + 2
            return given._replace(expires_on=int(time.time()) + 3600)

    identity = Short()
    client = AzureBlobClient(
        account_url=secure_azurite.server.url,
        credential=identity,
        connection=ConnectionOptions(ca_bundle=str(secure_azurite.authority)),
    )
    client.single_put_limit = client.part_size = MIB
    client.create_bucket("outlives")
    block = secrets.token_bytes(MIB)

    def slow() -> Iterator[bytes]:
        yield 3 * block
        # Nothing but time ends a token.
        time.sleep(max(0, identity.first_ends - time.time()))
        yield 3 * block

    client.put_object("outlives", "key", slow())
    assert identity.given == 2
    assert client.get_object("outlives", "key") == 6 * block


def test_a_token_that_has_ended_is_replaced_once(secure_azurite: SecureAzurite) -> None:
    class Late(Identity):
        """Gives a token that has ended first, and says that it has not."""

        def get_token(self, *scopes: str) -> AccessToken:
            self._seconds = 3600 if self.given else -60
            return super().get_token(*scopes)._replace(expires_on=int(time.time()) + 3600)

    identity = Late()
    client = AzureBlobClient(
        account_url=secure_azurite.server.url,
        credential=identity,
        connection=ConnectionOptions(ca_bundle=str(secure_azurite.authority)),
    )
    assert not client.bucket_exists("late")
    assert identity.given == 2


def test_a_token_is_not_sent_in_the_clear() -> None:
    with pytest.raises(ConfigurationError, match="https only"):
        AzureBlobClient(account_url="http://account.blob.example.org", credential=Identity())


def test_a_credential_that_fails_is_an_authentication_error(capture_server: CaptureServer) -> None:
    from azure.core.exceptions import ClientAuthenticationError

    class Broken:
        def get_token(self, *_scopes: str) -> object:
            raise ClientAuthenticationError("no account is signed in.\nlong trace")

    client = AzureBlobClient(account_url=f"{capture_server.endpoint}/account", credential=Broken())
    with pytest.raises(AuthenticationError, match=r"no account is signed in\.$"):
        client.list_buckets()
    assert capture_server.accepted == 0


def test_a_stranger_reads_what_is_public(azurite_server: AzuriteServer, owner: AzureBlobClient) -> None:
    name = f"public-{secrets.token_hex(6)}"
    owner.native.create_container(name, public_access="container")
    try:
        owner.put_object(name, "key", b"data")
        stranger = AzureBlobClient(account_url=azurite_server.url, anonymous=True)
        assert stranger.get_object(name, "key") == b"data"
        assert [info.key for info in stranger.list_objects(name)] == ["key"]
        with pytest.raises(PermissionDeniedError):
            stranger.put_object(name, "key", b"changed")
    finally:
        owner.delete_bucket(name, force=True)


def test_a_url_does_not_outlive_the_key(azurite_server: AzuriteServer, bucket: str) -> None:
    soon = datetime.now(UTC) + timedelta(minutes=10)
    client = AzureBlobClient(
        account_url=azurite_server.url,
        account_key=azurite_server.account_key,
        credentials_expire_at=soon,
    )
    assert fetch("GET", client.generate_presigned_url(bucket, "key", expires_in=500)).body == b"data"
    with pytest.raises(InvalidRequestError, match="outlive"):
        client.generate_presigned_url(bucket, "key", expires_in=700)
