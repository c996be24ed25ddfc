"""Swift's containers as resources of a project.

https://docs.openstack.org/api-ref/object-store/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.infomaniak.object_storage.swift import InfomaniakObjectStorageClient
from codomyrmex.cloud.infomaniak.requests import path_of, send
from codomyrmex.cloud.infomaniak.service import OpenStackClient

_TAG = "x-container-meta-"


@dataclass(frozen=True, slots=True)
class Container:
    """A container.

    Attributes:
        name: its name, which is its id.
        tags: its metadata, names in lower case; empty in a list, where each would take a request.
    """

    name: str
    tags: Mapping[str, str] = field(default_factory=dict)


class ContainerClient(OpenStackClient):
    """The buckets of a project, by Keystone's credentials, whichever client their objects are used with: what
    S3 calls a bucket is a container."""

    capability: ClassVar[str] = "object_storage"

    @operation("list_buckets")
    def list_buckets(self) -> Iterator[Container]:
        """Every container, lazily and by name.

        Raises:
            NotSupportedError: the region has no object store.
            CloudError: the first page could not be fetched; later pages raise when they are reached.
        """
        return begin(self._containers(), self._error_of)

    @operation("get_bucket")
    def get_bucket(self, name: str) -> Container:
        """One container with its tags.

        Raises:
            NotFoundError: it is not there.
        """
        headers = self._send("HEAD", name).headers
        tags = {key.lower(): value for key, value in headers.items() if key.lower().startswith(_TAG)}
        return Container(name, {key.removeprefix(_TAG): value for key, value in tags.items()})

    @operation("create_bucket")
    def create_bucket(self, name: str, *, tags: Mapping[str, str] | None = None) -> Container:
        """Make a container.

        Raises:
            AlreadyExistsError: it is there.
            InvalidRequestError: the name breaks a rule; nothing was sent.
        """
        wanted = self._tagged(tags)
        self._objects.create_bucket(name)
        try:
            self.tag_bucket(name, wanted)
        except BaseException:
            self._objects.delete_bucket(name)
            raise
        return Container(name, wanted)

    @operation("tag_bucket")
    def tag_bucket(self, name: str, tags: Mapping[str, str]) -> None:
        """Put tags on a container, beside those that it has.

        Raises:
            NotFoundError: it is not there.
        """
        self._send("POST", name, {_TAG + key: value for key, value in tags.items()})

    @operation("delete_bucket")
    def delete_bucket(self, name: str, *, force: bool = False) -> None:
        """Delete a container.

        Args:
            name: its name.
            force: delete everything in it first, versions included.

        Raises:
            NotFoundError: it is not there.
            ConflictError: it is not empty, and ``force`` is not set.
        """
        self._objects.delete_bucket(name, force=force)

    def _containers(self) -> Iterator[Container]:
        marker = ""
        while True:
            query = {"format": "json", "marker": marker}
            answer = send(self.native.object_store, "GET", "", params=query, errors=self._error_of)
            page = answer.json() if answer.content else []
            yield from (Container(one["name"]) for one in page)
            if not page:
                return
            marker = page[-1]["name"]

    def _send(self, method: str, name: str, headers: Mapping[str, str] | None = None) -> Any:
        store = self.native.object_store
        return send(store, method, path_of(name), headers=headers or {}, errors=self._error_of)

    @cached_property
    def _objects(self) -> InfomaniakObjectStorageClient:
        return InfomaniakObjectStorageClient.from_credentials(self._shared.credentials)

    def close(self) -> None:
        """Let go of the connections that are open; it can still be used."""
        super().close()
        if "_objects" in self.__dict__:
            self._objects.close()
