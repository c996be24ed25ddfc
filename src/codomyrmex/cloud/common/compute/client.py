"""Virtual machines, the same on every cloud."""

from __future__ import annotations

from typing import ClassVar

from codomyrmex.cloud.common.compute.catalogue import Catalogue
from codomyrmex.cloud.common.compute.instances import Instances
from codomyrmex.cloud.common.compute.key_pairs import KeyPairs


class ComputeClient(Instances, Catalogue, KeyPairs):
    """Virtual machines of one account and region, and what they are made from.

    A provider fills in the hooks that begin with an underscore; one that gets a resource by its id raises
    :class:`~codomyrmex.cloud.common.errors.NotFoundError` for one that is not there.
    """

    capability: ClassVar[str] = "compute"
    poll_seconds: ClassVar[float] = 1.0
    """The first pause of a wait; each further one is twice as long."""
    longest_poll_seconds: ClassVar[float] = 10.0
