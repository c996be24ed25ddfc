"""Infomaniak's public cloud as one: the clients of its services, and every resource that they have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self, cast

from codomyrmex.cloud.common.errors import (
    CloudError,
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    NotSupportedError,
)
from codomyrmex.cloud.common.providers import CloudProvider, ResourceType
from codomyrmex.cloud.common.resources import CloudClient, CloudResource
from codomyrmex.cloud.common.side_by_side import side_by_side
from codomyrmex.cloud.connection.cloud import Cloud
from codomyrmex.cloud.connection.temporary import RUN, SweepFailure, left_behind, sweep, temporary_tags
from codomyrmex.cloud.infomaniak.errors import error_of
from codomyrmex.cloud.infomaniak.resources import KINDS, Kind

if TYPE_CHECKING:
    from codomyrmex.cloud.common.storage import StorageClient
    from codomyrmex.cloud.infomaniak.object_storage.containers import ContainerClient
    from codomyrmex.config_management import Profile


class InfomaniakCloud(Cloud, CloudClient):
    """The clients of one account on Infomaniak's public cloud, or any other OpenStack, and all that is there.

    Made by ``connect("infomaniak")``. All services but S3 share one connection.
    """

    provider = CloudProvider.INFOMANIAK
    tags: Mapping[str, str] = MappingProxyType({})
    """The tags of all that its clients make."""

    @contextmanager
    def temporary(self, *, lifetime: timedelta = timedelta(hours=4)) -> Iterator[Self]:
        """The same cloud, for work that leaves nothing: all that its clients make is tagged, and removed when
        the block ends, whatever uses another first.

        What a program that was killed leaves is found by ``cmx sweep`` once its lifetime is over. Buckets go
        with all that is in them.

        Args:
            lifetime: how long what is made may be wanted.

        Raises:
            ConflictError: when the block ends: something could not be removed; the message names it.
        """
        cloud = type(self)(self._profile, changed=self._changed)
        cloud.tags = temporary_tags(lifetime)
        try:
            yield cloud
        except BaseException as error:
            left = cloud._sweep()
            if left:
                error.add_note(_sentence(left))
            raise
        left = cloud._sweep()
        if left:
            raise ConflictError(_sentence(left))

    def _sweep(self) -> tuple[SweepFailure, ...]:
        return sweep(self, left_behind(self, run=self.tags[RUN])).failures

    @property
    def containers(self) -> ContainerClient:
        """The buckets as resources of the project, by Keystone's credentials; raises as `storage` does."""
        return cast("ContainerClient", self._service("object_storage"))

    def _service(self, capability: str) -> Any:
        client = super()._service(capability)
        client.default_tags = self.tags
        return client

    def _storage(self, profile: Profile) -> StorageClient:
        client = super()._storage(profile)
        if self.tags:
            client.bucket_made = self._tag_bucket
        return client

    def _tag_bucket(self, bucket: str) -> None:
        try:
            self.containers.tag_bucket(bucket, self.tags)
        except NotFoundError as error:
            raise ConflictError(
                f"The bucket {bucket} is not in the project of Keystone's credentials, so that nothing could "
                "remove it at the end: the keys of S3 are another project's."
            ) from error

    def _error_of(self, error: Exception) -> CloudError | None:
        return error_of(error)

    def _list_resources(self, type: ResourceType | None) -> Iterator[CloudResource]:
        if type is not None:
            return self._list(_kind(type))
        return side_by_side([partial(self._list_present, kind) for kind in KINDS])

    def _list(self, kind: Kind) -> Iterator[CloudResource]:
        return kind.list(self._service(kind.capability))

    def _list_present(self, kind: Kind) -> Iterator[CloudResource]:
        try:
            yield from self._list(kind)
        except NotSupportedError:
            return  # The service is not in the catalogue: there is nothing of this kind.

    def _get_resource(self, resource_id: str, type: ResourceType | None) -> CloudResource:
        if type is not None:
            return self._get(_kind(type), resource_id)
        found = next(side_by_side([partial(self._get_present, kind, resource_id) for kind in KINDS]), None)
        if found is None:
            raise NotFoundError("No service has a resource of this id.")
        return found

    def _get(self, kind: Kind, resource_id: str) -> CloudResource:
        return kind.get(self._service(kind.capability), resource_id)

    def _get_present(self, kind: Kind, resource_id: str) -> Iterator[CloudResource]:
        # Services say of another's id that it is not there, or that it cannot be one of theirs.
        try:
            yield self._get(kind, resource_id)
        except (NotFoundError, NotSupportedError, InvalidRequestError):
            return

    def _create_resource(
        self,
        type: ResourceType,
        name: str,
        region: str | None,
        tags: dict[str, str],
        details: dict[str, Any],
    ) -> CloudResource:
        kind = _kind(type)
        client = self._service(kind.capability)
        if region is not None and region != client.region:
            raise NotSupportedError(
                f"These clients are those of the region {client.region}; connect to {region} for the other."
            )
        return kind.create(client, name, details | ({"tags": tags} if tags else {}))

    def _delete_resource(self, resource_id: str, type: ResourceType | None) -> None:
        kind = _kind(type or self._get_resource(resource_id, None).type)
        kind.delete(self._service(kind.capability), resource_id)


def _kind(type: ResourceType) -> Kind:
    for kind in KINDS:
        if kind.type is type:
            return kind
    raise NotSupportedError(f"There is no resource of the type {type} here.")


def _sentence(failures: tuple[SweepFailure, ...]) -> str:
    named = "; ".join(
        f"{failure.resource.type} {failure.resource.name} ({failure.error.message})" for failure in failures
    )
    return f"Not all that was temporary could be removed: {named}"
