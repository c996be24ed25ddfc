"""Packs: what extends Coda with the data and the actions of other services."""

from __future__ import annotations

from codomyrmex.cloud.coda_io.packs.agents import PackAgents
from codomyrmex.cloud.coda_io.packs.connections import PackConnections
from codomyrmex.cloud.coda_io.packs.drafts import PackListingDrafts
from codomyrmex.cloud.coda_io.packs.ingestions import PackIngestions
from codomyrmex.cloud.coda_io.packs.invitations import PackInvitations
from codomyrmex.cloud.coda_io.packs.listings import PackListings
from codomyrmex.cloud.coda_io.packs.logs import PackLogs
from codomyrmex.cloud.coda_io.packs.makers import PackMakers
from codomyrmex.cloud.coda_io.packs.packs import PackBasics
from codomyrmex.cloud.coda_io.packs.permissions import PackPermissions
from codomyrmex.cloud.coda_io.packs.releases import PackReleases
from codomyrmex.cloud.coda_io.packs.reviews import PackReviews
from codomyrmex.cloud.coda_io.packs.uploads import PackUploads
from codomyrmex.cloud.coda_io.packs.versions import PackVersions

__all__ = ["Packs"]


class Packs(
    PackBasics,
    PackVersions,
    PackUploads,
    PackReleases,
    PackReviews,
    PackListingDrafts,
    PackListings,
    PackConnections,
    PackPermissions,
    PackInvitations,
    PackMakers,
    PackLogs,
    PackIngestions,
    PackAgents,
):
    """Packs: all that the API can do with them."""
