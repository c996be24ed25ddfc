"""Listings: the order of S3, prefixes that are text, pages, and memory that stays flat."""

from __future__ import annotations

import random
import tracemalloc
from itertools import pairwise
from pathlib import Path

import pytest

from codomyrmex.cloud.common.errors import BucketNotFoundError
from codomyrmex.cloud.local import LocalStorageClient


def keys_of(client: LocalStorageClient, prefix: str = "") -> list[str]:
    """The keys of the bucket."""
    return [info.key for info in client.list_objects("bucket", prefix)]


@pytest.fixture(scope="module")
def keys() -> list[str]:
    """3,000 keys whose parts differ in what sorts around the slash, in the order of their UTF-8."""
    chance = random.Random(7)
    found: set[str] = set()
    folders: set[str] = set()
    while len(found) < 3000:
        parts = [
            "".join(chance.choices("ab-.0!é日🦆 ", k=chance.randint(1, 3)))
            for _ in range(chance.randint(1, 4))
        ]
        above = {"/".join(parts[:depth]) for depth in range(1, len(parts))}
        key = "/".join(parts)
        if key not in folders and not above & found and not {".", ".."} & set(parts):
            found.add(key)
            folders |= above
    return sorted(found, key=str.encode)


@pytest.fixture(scope="module")
def store(keys: list[str], tmp_path_factory: pytest.TempPathFactory) -> LocalStorageClient:
    """A store with these keys, some of them written by other programs."""
    root = tmp_path_factory.mktemp("account")
    client = LocalStorageClient(root, durable=False)
    client.create_bucket("bucket")
    for number, key in enumerate(random.Random(8).sample(keys, len(keys))):
        if number % 10:
            path = root / "bucket" / key
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"")
        else:
            client.put_object("bucket", key, b"")
    return client


def test_the_order_is_that_of_utf_8(store: LocalStorageClient, keys: list[str]) -> None:
    assert keys_of(store) == keys


def test_a_prefix_is_text(store: LocalStorageClient, keys: list[str]) -> None:
    for prefix in [
        "a",
        "a/",
        "a-",
        "a/b",
        "é",
        "日/",
        "ab/",
        "a//",
        "/",
        "zzz",
        *keys[::50],
        *(k[:4] for k in keys[::70]),
    ]:
        assert keys_of(store, prefix) == [key for key in keys if key.startswith(prefix)]


def test_a_directory_is_one_level(store: LocalStorageClient, keys: list[str]) -> None:
    for prefix in ["", "a", "a/", "a-", "é/", "b/a", *(key[: key.rfind("/") + 1] for key in keys[::60])]:
        below = [key for key in keys if key.startswith(prefix)]
        directory = store.list_directory("bucket", prefix)
        assert [info.key for info in directory.objects] == [
            key for key in below if "/" not in key[len(prefix) :]
        ]
        folders = {key[: key.index("/", len(prefix)) + 1] for key in below if "/" in key[len(prefix) :]}
        assert list(directory.directories) == sorted(folders, key=str.encode)


def test_a_page_can_be_fetched_again_from_its_token_alone(store: LocalStorageClient) -> None:
    pages = list(store.list_objects("bucket").pages())
    assert [len(page.objects) for page in pages] == [1000, 1000, 1000]
    for page, following in pairwise(pages):
        assert page.token is not None
        token = "".join(page.token)
        for _ in range(2):
            again = store._list_page("bucket", "", delimited=False, token=token)
            assert again.objects == following.objects
            again = store._list_page("bucket", "", delimited=False, token=page.token)
            assert again.objects == following.objects


def test_pages_of_directories_go_on_where_they_end(client: LocalStorageClient, folder: Path) -> None:
    for number in range(2500):
        (folder / f"{number:04}").mkdir()
        if number % 5:
            (folder / f"{number:04}" / "key").write_bytes(b"")
    expected = tuple(f"{number:04}/" for number in range(2500) if number % 5)
    assert client.list_directory("bucket").directories == expected
    first = client._list_page("bucket", "", delimited=True, token=None)
    again = client._list_page("bucket", "", delimited=True, token=str.__str__(first.token or ""))
    assert again.prefixes == list(expected[1000:2000])


def test_a_listing_survives_what_is_deleted_meanwhile(client: LocalStorageClient, folder: Path) -> None:
    for number in range(2200):
        (folder / f"{number // 100:02}").mkdir(exist_ok=True)
        (folder / f"{number // 100:02}" / f"{number:04}").write_bytes(b"")
    seen = []
    for info in client.list_objects("bucket"):
        seen.append(info.key)
        client.delete_object("bucket", info.key)
        if info.key == "05/0500":
            client.delete_objects("bucket", [f"20/{number}" for number in range(2000, 2100)])
    assert seen == [f"{number // 100:02}/{number:04}" for number in range(2200) if not 2000 <= number < 2100]
    assert list(folder.iterdir()) == []


def test_a_bucket_that_goes_meanwhile_is_an_error(client: LocalStorageClient, folder: Path) -> None:
    for number in range(1500):
        (folder / f"{number:04}").write_bytes(b"")
    listing = iter(client.list_objects("bucket"))
    assert next(listing).key == "0000"
    client.delete_bucket("bucket", force=True)
    with pytest.raises(BucketNotFoundError):
        list(listing)


def test_a_deep_tree_needs_few_descriptors(client: LocalStorageClient) -> None:
    key = "/".join(["d"] * 500 + ["key"])
    client.put_object("bucket", key, b"x")
    client.put_object("bucket", "d/e", b"x")
    assert keys_of(client) == [key, "d/e"]
    client.delete_object("bucket", key)
    assert keys_of(client) == ["d/e"]


def test_memory_stays_flat(client: LocalStorageClient, folder: Path) -> None:
    for number in range(20_000):
        if number % 1000 == 0:
            (folder / f"{number:05}").mkdir()
        (folder / f"{number // 1000 * 1000:05}" / f"{number:05}").touch()
    tracemalloc.start()
    try:
        count = sum(1 for _ in client.list_objects("bucket"))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 20_000
    assert peak < 2_000_000
