"""What instances are made from, and where they can be."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from threading import Event
from typing import ClassVar

from codomyrmex.cloud.common.client import ServiceClient
from codomyrmex.cloud.common.compute.types import AvailabilityZone, Image, ImageState, InstanceType
from codomyrmex.cloud.common.finding import find_one
from codomyrmex.cloud.common.lazy import begin
from codomyrmex.cloud.common.telemetry import operation
from codomyrmex.cloud.common.waiting import Wait, wait_until
from codomyrmex.validation import check_identifier

# No other state follows one of these by itself.
_FINAL = (ImageState.DELETED, ImageState.ERROR)


class Catalogue(ServiceClient, ABC):
    """The part of :class:`ComputeClient` that has images, instance types and availability zones."""

    poll_seconds: ClassVar[float]
    longest_poll_seconds: ClassVar[float]

    @operation("list_images")
    def list_images(self) -> Iterator[Image]:
        """Every image that instances of this account can be made from, lazily, in the provider's order.

        Raises:
            CloudError: the first page could not be fetched; later pages raise when they are reached.
        """
        return begin(self._list_images(), self._error_of)

    @operation("get_image")
    def get_image(self, image_id: str) -> Image:
        """One image by the provider's id.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(image_id, "an image id")
        return self._get_image(image_id)

    @operation("find_image")
    def find_image(self, name_or_id: str) -> Image:
        """One image by its id or its name.

        Raises:
            NotFoundError: it is not there.
            InvalidRequestError: several have this name; the message has their ids.
        """
        check_identifier(name_or_id, "an image's name or id")
        return find_one(name_or_id, "image", self._get_image, self._images_named)

    @operation("wait_for_image")
    def wait_for_image(
        self,
        image_id: str,
        state: ImageState = ImageState.AVAILABLE,
        *,
        timeout: float = 600.0,
        cancelled: Event | None = None,
        progress: Callable[[Image], object] | None = None,
    ) -> Image:
        """Wait until an image is in a state.

        Args:
            image_id: the provider's id.
            state: the state to wait for.
            timeout: seconds to wait at most.
            cancelled: set by another thread to end the wait at once.
            progress: told the image at each look.

        Raises:
            OperationTimeoutError: the time is over.
            ConflictError: it has failed or is deleted.
            NotFoundError: it is not there, or not any more.
            CloudError: the wait was cancelled.
        """
        check_identifier(image_id, "an image id")
        return wait_until(
            lambda: self._get_image(image_id),
            Wait(
                noun="image",
                wanted=state,
                state=lambda image: image.state,
                reached=lambda image: image.state is state,
                failed=lambda image: image.state in _FINAL,
            ),
            timeout=timeout,
            first_pause=self.poll_seconds,
            longest_pause=self.longest_poll_seconds,
            cancelled=cancelled,
            progress=progress,
        )

    @operation("list_instance_types")
    def list_instance_types(self) -> Iterator[InstanceType]:
        """Every size that instances of this account can have, lazily; raises as :meth:`list_images`."""
        return begin(self._list_instance_types(), self._error_of)

    @operation("get_instance_type")
    def get_instance_type(self, type_id: str) -> InstanceType:
        """One instance type by the provider's id.

        Raises:
            NotFoundError: it is not there.
        """
        check_identifier(type_id, "an instance type")
        return self._get_instance_type(type_id)

    @operation("find_instance_type")
    def find_instance_type(self, name_or_id: str) -> InstanceType:
        """One instance type by its id or its name; raises as :meth:`find_image`."""
        check_identifier(name_or_id, "an instance type")
        return find_one(name_or_id, "instance type", self._get_instance_type, self._instance_types_named)

    @operation("list_availability_zones")
    def list_availability_zones(self) -> Iterator[AvailabilityZone]:
        """The zones of the region, lazily; raises as :meth:`list_images`."""
        return begin(self._list_availability_zones(), self._error_of)

    def _images_named(self, name: str) -> Iterator[Image]:
        return (image for image in self._list_images() if image.name == name)

    def _instance_types_named(self, name: str) -> Iterator[InstanceType]:
        return (one for one in self._list_instance_types() if one.name == name)

    @abstractmethod
    def _list_images(self) -> Iterator[Image]: ...

    @abstractmethod
    def _get_image(self, image_id: str) -> Image: ...

    @abstractmethod
    def _list_instance_types(self) -> Iterator[InstanceType]: ...

    @abstractmethod
    def _get_instance_type(self, type_id: str) -> InstanceType: ...

    @abstractmethod
    def _list_availability_zones(self) -> Iterator[AvailabilityZone]: ...
