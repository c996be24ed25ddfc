"""From names and addresses to clients."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from codomyrmex.cloud import (
    ConfigurationError,
    Connections,
    InfomaniakIdentityClient,
    InfomaniakVolumeClient,
    InvalidRequestError,
    LocalStorageClient,
    MemoryStorageClient,
    NotSupportedError,
    S3Client,
    StorageClient,
    connect,
    resolve,
)
from codomyrmex.cloud.gcp.storage import GCSClient
from codomyrmex.cloud.infomaniak.object_storage import InfomaniakS3Client
from codomyrmex.cloud.minio.storage import MinIOClient


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder behind ``local://``."""
    monkeypatch.setenv("CODOMYRMEX_LOCAL_ROOT", str(tmp_path / "store"))
    return tmp_path / "store"


@pytest.fixture
def profiles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of profiles."""
    file = tmp_path / "cloud.toml"
    file.write_text(
        '[profiles.archive]\nprovider = "s3"\nendpoint_url = "http://127.0.0.1:9"\nregion = "here"\n'
        'access_key = "someone"\nsecret_key = "env:ARCHIVE_SECRET"\nbudget = 7\nconnect_timeout = 3\n'
        'stall_timeout = 4\nproxy = "http://127.0.0.1:8"\ncapabilities = { if_absent = true }\n'
    )
    monkeypatch.setenv("CODOMYRMEX_CONFIG", str(file))
    return file


def test_the_default_is_the_store_on_this_machine(root: Path) -> None:
    with connect() as cloud:
        assert (cloud.name, cloud.provider, repr(cloud)) == ("local", "local", "Cloud('local')")
        assert isinstance(cloud.storage, LocalStorageClient)
        cloud.storage.create_bucket("b")
    assert Path(root, "b").is_dir()


@pytest.mark.usefixtures("root")
def test_a_client_is_built_once() -> None:
    cloud = connect("memory")
    barrier = threading.Barrier(8)
    found: list[StorageClient] = []

    def ask() -> None:
        barrier.wait()
        found.append(cloud.storage)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert {id(client) for client in found} == {id(cloud.storage)}


@pytest.mark.parametrize(
    ("profile", "client", "environment"),
    [
        ("aws", S3Client, {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "s"}),
        ("s3", S3Client, {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "s"}),
        (
            "minio",
            MinIOClient,
            {"MINIO_ENDPOINT": "http://x", "MINIO_ACCESS_KEY": "a", "MINIO_SECRET_KEY": "s"},
        ),
        (
            "infomaniak",
            InfomaniakS3Client,
            {"INFOMANIAK_S3_ACCESS_KEY": "a", "INFOMANIAK_S3_SECRET_KEY": "s"},
        ),
        ("gs", GCSClient, {"GOOGLE_CLOUD_PROJECT": "p"}),
        ("gcp", GCSClient, {"STORAGE_EMULATOR_HOST": "127.0.0.1:9"}),
        ("memory", MemoryStorageClient, {}),
    ],
)
def test_each_profile_has_its_client(
    profile: str, client: type[StorageClient], environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert type(connect(profile).storage) is client


@pytest.mark.parametrize(
    ("service", "client"), [("block_storage", InfomaniakVolumeClient), ("identity", InfomaniakIdentityClient)]
)
def test_services_need_no_keys_of_s3(
    service: str, client: type, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    cloud = connect("infomaniak")
    with pytest.raises(ConfigurationError, match="INFOMANIAK_APP_CREDENTIAL_ID"):
        getattr(cloud, service)
    monkeypatch.setenv("INFOMANIAK_APP_CREDENTIAL_ID", "id")
    monkeypatch.setenv("INFOMANIAK_APP_CREDENTIAL_SECRET", "secret")
    assert type(getattr(cloud, service)) is client
    file = tmp_path / "cloud.toml"
    file.write_text(
        '[profiles.work]\nprovider = "infomaniak"\nregion = "dc4-a"\nusername = "u"\nproject = "p"\n'
        'password = "env:WORK_PASSWORD"\n'
    )
    monkeypatch.setenv("CODOMYRMEX_CONFIG", str(file))
    monkeypatch.setenv("WORK_PASSWORD", "p")
    assert getattr(connect("work"), service).region == "dc4-a"


@pytest.mark.usefixtures("profiles")
def test_a_profile_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVE_SECRET", "hunter2")
    storage = connect("archive").storage
    assert isinstance(storage, MinIOClient)
    assert storage.capabilities.has("if_absent")  # type: ignore[arg-type]
    transport = storage.service.transport
    assert transport.policy.budget == 7
    assert (transport.options.connect_timeout, transport.options.stall_timeout) == (3, 4)
    assert transport.options.proxy == "http://127.0.0.1:8"
    assert storage.service.endpoint.region == "here"


@pytest.mark.parametrize(
    ("line", "chosen"), [("", None), ("parallel_uploads = true", True), ("parallel_uploads = false", False)]
)
def test_a_profile_decides_on_parallel_uploads(profiles: Path, line: str, chosen: bool | None) -> None:
    profiles.write_text(f'[profiles.lake]\nprovider = "gcp"\nanonymous = true\n{line}\n')
    storage = connect("lake").storage
    assert isinstance(storage, GCSClient)
    assert storage.parallel_uploads is chosen


@pytest.mark.usefixtures("profiles")
def test_overrides(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ARCHIVE_SECRET", "hunter2")
    storage = connect("archive", region="there", budget=1.5).storage
    assert isinstance(storage, MinIOClient)
    assert storage.service.endpoint.region == "there"
    connect("local", root=tmp_path / "elsewhere").storage.create_bucket("b")
    assert Path(tmp_path, "elsewhere", "b").is_dir()
    with pytest.raises(ConfigurationError, match="regoin") as caught:
        connect("archive", regoin="there", secret_key="hunter2")
    assert "hunter2" not in str(caught.value)


@pytest.mark.usefixtures("profiles")
def test_what_is_wrong_with_a_profile() -> None:
    with pytest.raises(ConfigurationError, match=r"no profile 'archiv' in .*did you mean 'archive'"):
        connect("archiv")
    archive = connect("archive")
    with pytest.raises(ConfigurationError, match="ARCHIVE_SECRET"):
        archive.storage  # noqa: B018
    with pytest.raises(ConfigurationError, match="set MINIO_ENDPOINT"):
        connect("minio").storage  # noqa: B018
    with pytest.raises(NotSupportedError, match="no storage client for coda yet"):
        connect("gs", provider="coda").storage  # noqa: B018


def test_infomaniak_has_no_anonymous_access() -> None:
    with pytest.raises(
        ConfigurationError, match="says anonymous, which the client of infomaniak does not have"
    ):
        connect("infomaniak", anonymous=True).storage  # noqa: B018


@pytest.mark.parametrize(
    ("url", "bucket", "key"),
    [
        ("memory://", None, ""),
        ("memory://b", "b", ""),
        ("memory://b/", "b", ""),
        ("memory://b//a", "b", "/a"),
        ("memory://b/a%20b?c#d/../e", "b", "a%20b?c#d/../e"),
    ],
)
def test_addresses_in_storage(url: str, bucket: str | None, key: str) -> None:
    location = resolve(url)
    assert (location.url, location.profile, location.path) == (url, "memory", None)
    assert isinstance(location.storage, MemoryStorageClient)
    assert (location.bucket, location.key) == (bucket, key)


@pytest.mark.parametrize(
    ("url", "path"), [("x/y", "x/y"), ("./x", "x"), ("/x", "/x"), ("file:///a%20b", "/a b")]
)
def test_paths_on_this_machine(url: str, path: str) -> None:
    location = resolve(url)
    assert (location.url, location.profile, location.path) == (url, "file", Path(path))
    assert (location.storage, location.bucket, location.key) == (None, None, "")


@pytest.mark.parametrize("url", ["", "memory:///key", "memory://../k", "x\0y"])
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(InvalidRequestError):
        resolve(url)


def test_addresses_of_one_run_share_a_client() -> None:
    connections = Connections()
    assert connections.resolve("memory://a/x").storage is connections.resolve("memory://b/y").storage
    assert connections.resolve("memory://a").storage is not resolve("memory://a").storage
