"""How fsspec and universal_pathlib come to the filesystems of profiles, and what leaves with a pickle."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import fsspec
import pytest
from fsspec.registry import known_implementations

from codomyrmex.cloud import MemoryStorageClient, MinIOClient, connect
from codomyrmex.cloud.common.errors import ConfigurationError
from codomyrmex.cloud.connection import only_client
from codomyrmex.cloud.filesystem import MinIOFileSystem, ProfileFileSystem, register_profile
from codomyrmex.config_management.builtin import BUILTIN_PROVIDERS
from tests.entry_points import ENTRY_POINTS, installed_in

FSSPEC, UPATH = ENTRY_POINTS["fsspec.specs"], ENTRY_POINTS["universal_pathlib.implementations"]
OF_FSSPEC = {
    name for name, known in known_implementations.items() if not known["class"].startswith("codomyrmex")
}
SECRET = "the-secret-of-this-test"


@pytest.fixture
def local_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of the profile ``local``, with the bucket ``tables``."""
    folder = tmp_path / "store"
    monkeypatch.setenv("CODOMYRMEX_LOCAL_ROOT", str(folder))
    connect("local").storage.create_bucket("tables")
    ProfileFileSystem.clear_instance_cache()
    yield folder
    ProfileFileSystem.clear_instance_cache()


@pytest.fixture
def minio_profile(monkeypatch: pytest.MonkeyPatch) -> None:
    """The variables of the profile ``minio``."""
    monkeypatch.setenv("MINIO_ENDPOINT", "http://127.0.0.1:1")
    monkeypatch.setenv("MINIO_ACCESS_KEY", "access")
    monkeypatch.setenv("MINIO_SECRET_KEY", SECRET)
    MinIOFileSystem.clear_instance_cache()
    ProfileFileSystem.clear_instance_cache()


def test_every_profile_that_is_built_in_has_its_scheme() -> None:
    stores = [name for name, provider in BUILTIN_PROVIDERS.items() if only_client(provider) is None]
    assert set(FSSPEC) == {"cmx", "minio", "infomaniak", *(f"cmx+{name}" for name in stores)}
    assert set(UPATH) == set(FSSPEC)


def test_no_name_is_taken_from_another_package() -> None:
    assert {"s3", "gs", "az", "file", "local", "memory"} <= OF_FSSPEC
    assert not OF_FSSPEC & set(FSSPEC)


@pytest.mark.parametrize("target", sorted({*FSSPEC.values(), *UPATH.values()}))
def test_a_scheme_leads_to_the_module_that_defines_its_class(target: str) -> None:
    module, _, name = target.partition(":")
    assert getattr(import_module(module), name).__module__ == module


@pytest.mark.usefixtures("local_store")
def test_fsspec_finds_the_schemes_by_itself(tmp_path: Path) -> None:
    program = """
import fsspec
from upath import UPath
with fsspec.open("cmx+local://tables/a/key", "wb") as file:
    file.write(b"by address")
path = UPath("cmx+local://tables/a") / "key"
print(path, path.read_text(), type(path).__name__, UPath("cmx://tables", profile="local").is_dir())
print(fsspec.get_filesystem_class("local").__name__, fsspec.get_filesystem_class("memory").__name__)
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        env={**os.environ, "PYTHONPATH": installed_in(tmp_path / "installed")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "cmx+local://tables/a/key by address ObjectPath True",
        "LocalFileSystem MemoryFileSystem",
    ]


@pytest.mark.usefixtures("local_store")
def test_a_path_is_bucket_and_key() -> None:
    fs = ProfileFileSystem("local")
    fs.pipe_file("cmx+local://tables/a/key", b"x")
    assert fs.ls("", detail=False) == ["tables"]
    assert fs.find("cmx://tables") == fs.find("tables") == ["tables/a/key"]
    assert fs.unstrip_protocol("tables/a/key") == "cmx+local://tables/a/key"
    assert connect("local").storage.get_object("tables", "a/key") == b"x"


@pytest.mark.usefixtures("local_store")
def test_buckets_are_made_and_deleted() -> None:
    fs = ProfileFileSystem("local")
    fs.mkdir("new")
    with pytest.raises(FileExistsError):
        fs.mkdir("new")
    fs.makedirs("new", exist_ok=True)
    fs.mkdir("never/made")
    fs.pipe_file("new/key", b"x")
    fs.copy("new/key", "tables/copy")
    assert fs.ls("", detail=False) == ["new", "tables"]
    fs.rm("new", recursive=True)
    assert fs.ls("", detail=False) == ["tables"]
    assert fs.cat_file("tables/copy") == b"x"
    with pytest.raises(ValueError, match="All buckets at once"):
        fs.rm("", recursive=True)
    fs.rm("tables/copy")
    fs.rmdir("tables")
    assert fs.ls("") == []


def test_a_profile_has_to_be_named() -> None:
    with pytest.raises(ConfigurationError, match="Name a profile"):
        ProfileFileSystem()
    with pytest.raises(ConfigurationError, match="no profile 'nonsense'"):
        ProfileFileSystem("nonsense")


@pytest.mark.usefixtures("minio_profile")
def test_credentials_are_not_storage_options() -> None:
    with pytest.raises(TypeError, match="secret") as caught:
        MinIOFileSystem(secret=SECRET)
    assert SECRET not in str(caught.value)


@pytest.mark.usefixtures("minio_profile")
def test_a_pickle_holds_the_name_of_the_profile() -> None:
    for fs in (MinIOFileSystem(), ProfileFileSystem("minio"), connect("minio").storage.filesystem("bucket")):
        pickled = pickle.dumps(fs)
        again = pickle.loads(pickled)  # noqa: S301 - our own bytes
        assert again == fs
        assert hash(again) == hash(fs)
        assert repr(again.client) == repr(fs.client)
        assert SECRET.encode() not in pickled


@pytest.mark.usefixtures("minio_profile")
@pytest.mark.parametrize("way", ["by-hand", "changed"])
def test_a_client_that_no_profile_describes_is_not_pickled(way: str) -> None:
    if way == "by-hand":
        client: Any = MinIOClient("http://127.0.0.1:1", access_key="access", secret_key=SECRET)
    else:
        client = connect("minio", region="elsewhere").storage
    with pytest.raises(TypeError, match="may hold credentials"):
        pickle.dumps(client.filesystem("bucket"))


def test_filesystems_are_equal_when_they_show_the_same() -> None:
    client, other = MemoryStorageClient(), MemoryStorageClient()
    assert client.filesystem("bucket") == client.filesystem("bucket")
    assert client.filesystem("bucket") != client.filesystem("tables")
    # Two clients that look alike need not have the same credentials.
    assert client.filesystem("bucket") != other.filesystem("bucket")
    assert client.filesystem("bucket").unstrip_protocol("a/key") == "cmx://bucket/a/key"


def test_a_profile_of_ones_own_gets_its_scheme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "cloud.toml"
    file.write_text(f'[profiles.archive]\nprovider = "local"\nroot = "{tmp_path / "archive"}"\n')
    monkeypatch.setenv("CODOMYRMEX_CONFIG", str(file))
    register_profile("archive")
    register_profile("archive")
    fs = fsspec.filesystem("archive")
    fs.mkdir("bucket")
    fs.pipe_file("archive://bucket/key", b"x")
    assert fsspec.open("cmx+archive://bucket/key").fs.cat_file("bucket/key") == b"x"
    assert fs.unstrip_protocol("bucket/key") == "archive://bucket/key"
    assert pickle.loads(pickle.dumps(fs)) == fs  # noqa: S301 - our own bytes
    with pytest.raises(ConfigurationError):
        register_profile("nonsense")


def _read_in_child(fs: Any, answer: Any) -> None:
    answer.send(fs.cat_file("key"))


@pytest.mark.usefixtures("local_store")
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_filesystem_works_in_another_process(method: str) -> None:
    fs = connect("local").storage.filesystem("tables")
    fs.pipe_file("key", b"from the parent")
    ours, theirs = multiprocessing.Pipe()
    context: Any = multiprocessing.get_context(method)
    child = context.Process(target=_read_in_child, args=(fs, theirs))
    child.start()
    try:
        assert ours.poll(30), "the child does not answer"
        assert ours.recv() == b"from the parent"
    finally:
        child.join()
