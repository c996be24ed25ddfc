"""Packs as they are offered."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from codomyrmex.cloud.coda_io.models.base import CodaModel
from codomyrmex.cloud.coda_io.models.packs.access import PackConfigurationEntry, PackUserAccess
from codomyrmex.cloud.coda_io.models.packs.makers import MakerSummary
from codomyrmex.cloud.coda_io.models.packs.packs import PackImageFile, PackTexts, PublishingCategory


class PackPlanPricing(CodaModel):
    """What a Pack costs.

    Attributes:
        type: the kind of price.
    """

    type: str


class FreePackPlanPricing(PackPlanPricing):
    """It is free.

    Attributes:
        type: ``Free``.
    """

    type: Literal["Free"]


class MonthlyDocMakerPackPlanPricing(PackPlanPricing):
    """It costs something for each doc maker and month.

    Attributes:
        type: ``MonthlyDocMaker``.
        amount: how much.
        currency: of what: ``USD``.
    """

    type: Literal["MonthlyDocMaker"]
    amount: float
    currency: str


class BundledPackPlanPricing(PackPlanPricing):
    """It is free with a plan of Coda's.

    Attributes:
        type: ``BundledWithTier``.
        minimum_feature_set: the least such plan: ``Pro``, ``Team`` or ``Enterprise``.
    """

    type: Literal["BundledWithTier"]
    minimum_feature_set: str


AnyPackPlanPricing: TypeAlias = Annotated[
    FreePackPlanPricing | MonthlyDocMakerPackPlanPricing | BundledPackPlanPricing | PackPlanPricing,
    Field(union_mode="left_to_right"),
]
"""Any kind of price; one that this version does not know is a plain `PackPlanPricing`."""


class PackPlan(CodaModel):
    """How a Pack is subscribed to, by itself or with a plan of Coda's.

    Attributes:
        pack_plan_id: its id.
        pack_id: the Pack.
        pricing: what it costs.
        created_at: since when.
    """

    pack_plan_id: str
    pack_id: int
    pricing: AnyPackPlanPricing
    created_at: datetime


class PackListing(PackTexts):
    """A Pack as it is offered.

    Attributes:
        pack_id: the Pack.
        pack_version: the version that is offered.
        logo_url: its logo.
        logo: the file of its logo.
        categories: what it is about.
        makers: who makes it.
        external_metadata_url: where all that the version has is described.
        sdk_version: the SDK that it was built with.
        pack_category_type: ``connector``, ``agent`` or ``customAgent``.
        release_id: the number of the release, where it is released.
        last_released_at: when it was released last.
        cover_url: its cover.
        cover: the file of its cover.
        example_images: pictures of its use.
        agent_images: pictures of its use as an agent.
        certified: whether Coda has certified it.
        certified_agent: whether it is certified as an agent.
        minimum_feature_set: the least plan of Coda's that has it.
        unrestricted_feature_set: the least plan of Coda's that has all of it.
        standard_pack_plan: how it is subscribed to by itself.
        bundled_pack_plan: the plan of Coda's that it comes with.
        source_code_visibility: who sees its source: ``private`` or ``shared``.
    """

    pack_id: int
    pack_version: str
    logo_url: str
    logo: PackImageFile
    categories: list[PublishingCategory]
    makers: list[MakerSummary]
    external_metadata_url: str
    sdk_version: str
    pack_category_type: str
    release_id: int | None = None
    last_released_at: datetime | None = None
    cover_url: str | None = None
    cover: PackImageFile | None = None
    example_images: list[PackImageFile] | None = None
    agent_images: list[PackImageFile] | None = None
    certified: bool | None = None
    certified_agent: bool | None = None
    minimum_feature_set: str | None = None
    unrestricted_feature_set: str | None = None
    standard_pack_plan: PackPlan | None = None
    bundled_pack_plan: PackPlan | None = None
    source_code_visibility: str | None = None


class PackListingDetail(PackListing):
    """A Pack as it is offered, with what the user may do with it.

    Attributes:
        discoverability: who finds it: ``public``, ``workspace``, ``private``, …
        user_access: what the user may do with it.
        coda_help_center_url: what Coda's help says of it.
        configuration: the configuration that it is used with.
    """

    discoverability: str
    user_access: PackUserAccess
    coda_help_center_url: str | None = None
    configuration: PackConfigurationEntry | None = None
