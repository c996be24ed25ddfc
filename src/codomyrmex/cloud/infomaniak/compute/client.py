"""Virtual machines on Nova, and their images on Glance.

https://docs.openstack.org/api-ref/compute/
https://docs.openstack.org/api-ref/image/v2/
"""

from __future__ import annotations

from codomyrmex.cloud.infomaniak.compute.attachments import NovaAttachments
from codomyrmex.cloud.infomaniak.compute.catalogue import NovaCatalogue
from codomyrmex.cloud.infomaniak.compute.images import GlanceImages
from codomyrmex.cloud.infomaniak.compute.instances import NovaInstances
from codomyrmex.cloud.infomaniak.compute.key_pairs import NovaKeyPairs
from codomyrmex.cloud.infomaniak.compute.lifecycle import NovaLifecycle
from codomyrmex.cloud.infomaniak.compute.quotas import NovaQuotas
from codomyrmex.cloud.infomaniak.compute.server_tags import NovaServerTags


class InfomaniakComputeClient(
    NovaCatalogue,
    NovaKeyPairs,
    NovaInstances,
    NovaLifecycle,
    NovaAttachments,
    NovaServerTags,
    NovaQuotas,
    GlanceImages,
):
    """The :class:`~codomyrmex.cloud.common.compute.ComputeClient` of OpenStack, and what is OpenStack's own.

    An image, an instance type, a network, a key pair and a placement group (a server group) are taken by id
    or by name. ``tags`` are Nova's metadata; Nova's tags, which have no values, are
    :meth:`get_server_tags`. A root disk of a size of its own is a volume that goes with the instance.
    """
