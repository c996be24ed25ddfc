"""Uploads that nobody ended: found, told apart, and aborted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest

from codomyrmex.cloud.common.errors import BucketNotFoundError, CloudError, NotFoundError
from codomyrmex.cloud.common.storage import StorageClient
from codomyrmex.cloud.common.storage.meter import Meter
from codomyrmex.cloud.common.storage.upload import Upload
from codomyrmex.cloud.common.storage.writing import put_options
from tests.contract.harness import SMALLEST_PART, Harness

pytestmark = [pytest.mark.each_server, pytest.mark.needs("unfinished_uploads")]


@pytest.fixture
def begun(store: Harness, bucket: str) -> Iterator[dict[str, Upload]]:
    """Uploads of two parts by their keys, as a program leaves them that is killed before the end."""
    client = store.client_with_small_parts()
    uploads: dict[str, Upload] = {}
    with ExitStack() as stack:
        for key in ("a/one", "a/two", "b"):
            size, meter = 2 * SMALLEST_PART, Meter(None, None)
            upload = client._begin_upload(bucket, key, put_options(client, key), size, meter)
            uploads[key] = stack.enter_context(upload)
            upload.write(bytes(SMALLEST_PART))
            upload.write(bytes(SMALLEST_PART))
            upload.flush()
        yield uploads


def test_uploads_under_way_are_listed(client: StorageClient, bucket: str, begun: dict[str, Upload]) -> None:
    found = list(client.list_uploads(bucket))
    assert sorted(upload.key for upload in found) == sorted(begun)
    assert {upload.bucket for upload in found} == {bucket}
    assert len({upload.upload_id for upload in found}) == 3


@pytest.mark.usefixtures("begun")
def test_an_upload_says_when_it_was_begun(client: StorageClient, bucket: str) -> None:
    for upload in client.list_uploads(bucket):
        assert upload.started_at is not None
        assert abs(datetime.now(UTC) - upload.started_at) < timedelta(minutes=5)


@pytest.mark.usefixtures("begun")
def test_a_prefix_picks_uploads(client: StorageClient, bucket: str) -> None:
    assert [upload.key for upload in client.list_uploads(bucket, "a/")] == ["a/one", "a/two"]
    assert [upload.key for upload in client.bucket(bucket).list_uploads("a/t")] == ["a/two"]
    assert list(client.list_uploads(bucket, "c")) == []


def test_an_aborted_upload_is_gone_and_cannot_end(
    store: Harness, client: StorageClient, bucket: str, begun: dict[str, Upload]
) -> None:
    (upload,) = client.list_uploads(bucket, "b")
    client.abort_upload(bucket, upload.key, upload.upload_id)
    assert [left.key for left in client.list_uploads(bucket)] == ["a/one", "a/two"]
    assert store.unfinished(bucket) == ["a/one", "a/two"]
    with pytest.raises(NotFoundError):
        client.abort_upload(bucket, upload.key, upload.upload_id)
    with pytest.raises(CloudError):
        begun["b"].commit()
    assert not client.object_exists(bucket, "b")


def test_what_has_ended_is_not_listed(client: StorageClient, bucket: str, begun: dict[str, Upload]) -> None:
    for upload in begun.values():
        upload.commit()
    assert list(client.list_uploads(bucket)) == []
    assert client.get_metadata(bucket, "b").size == 2 * SMALLEST_PART


def test_a_bucket_that_is_not_there(client: StorageClient, bucket: str) -> None:
    assert list(client.list_uploads(bucket)) == []
    with pytest.raises(BucketNotFoundError):
        client.list_uploads(f"{bucket}-missing")
