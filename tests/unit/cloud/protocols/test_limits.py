"""What a user of any of the four protocols' clients may set, and what nothing could be done with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from codomyrmex.cloud import AzureBlobClient, GCSClient, InfomaniakObjectStorageClient, MinIOClient
from codomyrmex.cloud.common.errors import InvalidRequestError
from codomyrmex.cloud.common.storage import StorageClient
from codomyrmex.cloud.transfer import transfer
from tests.unit.cloud.transfer.places import here, there

NOWHERE = "http://127.0.0.1:9"
CLIENTS: dict[str, Callable[[], StorageClient]] = {
    "s3": lambda: MinIOClient(NOWHERE, anonymous=True),
    "gcs": lambda: GCSClient(endpoint_url=NOWHERE, anonymous=True),
    "azure": lambda: AzureBlobClient(account_url=f"{NOWHERE}/account", anonymous=True),
    "swift": lambda: InfomaniakObjectStorageClient(auth_url=NOWHERE, user="user", key="key"),
}
MOST = {
    ("s3", "page_size"): 1000,
    ("s3", "batch_size"): 1000,
    ("gcs", "page_size"): 1000,
    ("gcs", "batch_size"): 100,
    ("azure", "page_size"): 5000,
    ("azure", "batch_size"): 256,
    ("swift", "page_size"): 10_000,
    ("swift", "batch_size"): 10_000,
}


@pytest.mark.parametrize("value", [0, -1, 1.5, True, "9", None])
@pytest.mark.parametrize("name", ["page_size", "batch_size", "part_size", "concurrency"])
@pytest.mark.parametrize("service", CLIENTS)
def test_a_number_that_nothing_could_be_done_with_is_refused(service: str, name: str, value: object) -> None:
    client = CLIENTS[service]()
    before = getattr(client, name)
    with pytest.raises(InvalidRequestError, match=f"{name} is a whole number from 1 .*, not {value!r}"):
        setattr(client, name, value)
    assert getattr(client, name) == before


@pytest.mark.parametrize(("service", "name"), MOST)
def test_more_than_the_service_takes_is_refused(service: str, name: str) -> None:
    client, most = CLIENTS[service](), MOST[service, name]
    setattr(client, name, most)
    with pytest.raises(InvalidRequestError, match=f"from 1 to {most:,}, not {most + 1}"):
        setattr(client, name, most + 1)
    assert getattr(client, name) == most


def test_each_client_has_its_own() -> None:
    one, other = MinIOClient(NOWHERE, anonymous=True), MinIOClient(NOWHERE, anonymous=True)
    one.page_size, one.concurrency = 7, 1
    assert (one.page_size, one.concurrency) == (7, 1)
    assert (other.page_size, other.concurrency) == (1000, 8)


@pytest.mark.parametrize("concurrency", [0, -1])
def test_a_transfer_without_connections_is_refused(tmp_path: Path, concurrency: int) -> None:
    target = there(MinIOClient(NOWHERE, anonymous=True), "key", "bucket")
    with pytest.raises(InvalidRequestError, match=f"concurrency is .* from 1 on, not {concurrency}"):
        transfer(here(tmp_path), target, recursive=True, concurrency=concurrency)
