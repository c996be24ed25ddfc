"""Listings: complete, lazy, in the provider's order."""

from __future__ import annotations

from datetime import timedelta

import pytest

from codomyrmex.cloud.common.errors import BucketNotFoundError
from codomyrmex.cloud.common.storage import StorageClient
from tests.contract.harness import Crowd, Harness


def test_an_empty_bucket_lists_nothing(client: StorageClient, bucket: str) -> None:
    assert list(client.list_objects(bucket)) == []
    directory = client.list_directory(bucket)
    assert (directory.directories, directory.objects) == ((), ())


def test_a_prefix_that_nothing_has_lists_nothing(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "key", b"x")
    assert list(client.list_objects(bucket, "keys")) == []
    directory = client.list_directory(bucket, "other/")
    assert (directory.directories, directory.objects) == ((), ())


def test_an_entry_describes_its_object(client: StorageClient, bucket: str) -> None:
    written = client.put_object(bucket, "a/key", b"four", metadata={"name": "value"})
    (info,) = client.list_objects(bucket)
    assert (info.bucket, info.key, info.size, info.etag) == (bucket, "a/key", 4, written.etag)
    assert info.metadata == {}
    assert info.last_modified is not None
    assert info.last_modified.utcoffset() == timedelta(0)


def test_a_missing_bucket_surfaces_at_the_call(client: StorageClient) -> None:
    with pytest.raises(BucketNotFoundError):
        client.list_objects("no-such-bucket")
    with pytest.raises(BucketNotFoundError):
        client.list_directory("no-such-bucket")


def test_a_listing_can_be_read_again_and_lists_anew(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "a", b"x")
    listing = client.list_objects(bucket)
    assert [info.key for info in listing] == ["a"]
    assert [info.key for info in listing] == ["a"]
    client.put_object(bucket, "b", b"x")
    assert [info.key for info in listing] == ["a", "b"]


def test_two_readers_of_a_listing_do_not_disturb_each_other(client: StorageClient, crowd: Crowd) -> None:
    listing = client.list_objects(crowd.bucket)
    for first, second in zip(listing, listing, strict=True):
        assert first.key == second.key


def test_a_listing_goes_on_from_an_earlier_page(client: StorageClient, crowd: Crowd) -> None:
    first = client.list_objects(crowd.bucket).page()
    assert first.token is not None
    rest = client.list_objects(crowd.bucket, page_token=first.token)
    assert [info.key for info in (*first.objects, *rest)] == crowd.keys


def test_every_page_is_fetched(client: StorageClient, crowd: Crowd) -> None:
    assert [info.key for info in client.list_objects(crowd.bucket)] == crowd.keys


def test_every_page_below_a_prefix_is_fetched(client: StorageClient, crowd: Crowd) -> None:
    flat = [key for key in crowd.keys if key.startswith("flat/")]
    assert [info.key for info in client.list_objects(crowd.bucket, "flat")] == flat


def test_pages_hold_no_more_than_a_service_gives_at_once(store: Harness, crowd: Crowd) -> None:
    sizes = [len(page.objects) for page in store.client().list_objects(crowd.bucket).pages()]
    assert max(sizes) <= store.page_size
    assert sum(sizes) == len(crowd.keys)


def test_a_directory_of_many_pages_is_complete(client: StorageClient, crowd: Crowd) -> None:
    top = client.list_directory(crowd.bucket)
    assert (top.directories, top.objects) == (("deep/", "flat/"), ())
    deep = client.list_directory(crowd.bucket, "deep/")
    assert list(deep.directories) == [
        key.removesuffix("leaf") for key in crowd.keys if key.startswith("deep/")
    ]
    flat = client.list_directory(crowd.bucket, "flat/")
    assert [info.key for info in flat.objects] == [key for key in crowd.keys if key.startswith("flat/")]


def test_a_directory_is_one_level(client: StorageClient, bucket: str) -> None:
    for key in ("a", "b/1", "b/2", "b/c/3", "bb"):
        client.put_object(bucket, key, b"x")
    top = client.list_directory(bucket)
    assert top.prefix == ""
    assert top.directories == ("b/",)
    assert [info.key for info in top.objects] == ["a", "bb"]
    below = client.list_directory(bucket, "b/")
    assert below.directories == ("b/c/",)
    assert [info.key for info in below.objects] == ["b/1", "b/2"]


def test_a_prefix_without_a_slash_finds_directories_too(client: StorageClient, bucket: str) -> None:
    for key in ("reports/2024", "rep", "reps"):
        client.put_object(bucket, key, b"x")
    directory = client.list_directory(bucket, "rep")
    assert directory.directories == ("reports/",)
    assert [info.key for info in directory.objects] == ["rep", "reps"]


def test_a_folder_marker_is_an_object_of_its_directory(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "dir/", b"")
    client.put_object(bucket, "dir/a", b"x")
    assert client.list_directory(bucket).directories == ("dir/",)
    assert [info.key for info in client.list_directory(bucket, "dir/").objects] == ["dir/", "dir/a"]


def test_an_empty_name_between_slashes_is_a_directory(client: StorageClient, bucket: str) -> None:
    client.put_object(bucket, "a//b", b"x")
    client.put_object(bucket, "/c", b"x")
    assert client.list_directory(bucket).directories == ("/", "a/")
    assert client.list_directory(bucket, "a/").directories == ("a//",)
    assert [info.key for info in client.list_directory(bucket, "a//").objects] == ["a//b"]
