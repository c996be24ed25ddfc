"""Images in Glance, and flavors and availability zones in Nova."""

from __future__ import annotations

from collections.abc import Iterator

from codomyrmex.cloud.common.compute import AvailabilityZone, Image, InstanceType
from codomyrmex.cloud.infomaniak.compute.reading import image_of, instance_type_of, zone_of
from codomyrmex.cloud.infomaniak.compute.service import NovaClient

# Glance's own page has 25.
_PAGE = "1000"


class NovaCatalogue(NovaClient):
    """What instances are made from, and where they can be."""

    def _list_images(self) -> Iterator[Image]:
        return self._images()

    def _images_named(self, name: str) -> Iterator[Image]:
        return self._images(name=f'in:"{name.replace(chr(34), chr(92) + chr(34))}"')

    def _images(self, **filters: str) -> Iterator[Image]:
        region = self.region
        pages = self._pages(self.native.image, "/images", "images", {"limit": _PAGE} | filters)
        return (image_of(image, region) for image in pages)

    def _get_image(self, image_id: str) -> Image:
        return image_of(self._request(self.native.image, "GET", "images", image_id), self.region)

    def _list_instance_types(self) -> Iterator[InstanceType]:
        region = self.region
        return (instance_type_of(flavor, region) for flavor in self._nova_pages("/flavors/detail", "flavors"))

    def _get_instance_type(self, type_id: str) -> InstanceType:
        return instance_type_of(self._nova("GET", "flavors", type_id)["flavor"], self.region)

    def _list_availability_zones(self) -> Iterator[AvailabilityZone]:
        region = self.region
        found = self._nova("GET", "os-availability-zone")["availabilityZoneInfo"]
        return (zone_of(zone, region) for zone in found)
