"""Listings of Packs that are not public yet."""

from __future__ import annotations

from codomyrmex.cloud.coda_io.models.base import CodaModel
from codomyrmex.cloud.coda_io.models.packs.packs import PackAdditionalInformation, PackImageFile


class PackListingDraftData(CodaModel):
    """What a listing will say. What is not set is left out; ``None`` empties it.

    Attributes:
        name: the name of the Pack.
        description: what it does.
        short_description: the same in few words.
        logo: its logo.
        cover: its cover.
        example_images: pictures of its use.
        agent_images: pictures of its use as an agent.
        category_ids: what it is about.
        support_email: where its users write to.
        terms_of_service_url: its terms of service.
        privacy_policy_url: its privacy policy.
        source_code_visibility: who sees its source: ``private`` or ``shared``.
        agent_short_description: what it does as an agent, in few words.
        agent_description: what it does as an agent.
        additional_information: what the maker says of privacy.
    """

    name: str | None = None
    description: str | None = None
    short_description: str | None = None
    logo: PackImageFile | None = None
    cover: PackImageFile | None = None
    example_images: list[PackImageFile] | None = None
    agent_images: list[PackImageFile] | None = None
    category_ids: list[str] | None = None
    support_email: str | None = None
    terms_of_service_url: str | None = None
    privacy_policy_url: str | None = None
    source_code_visibility: str | None = None
    agent_short_description: str | None = None
    agent_description: str | None = None
    additional_information: PackAdditionalInformation | None = None


class GetPackListingDraftResponse(CodaModel):
    """The draft of a listing.

    Attributes:
        pack_listing_draft_id: its id; ``None`` where there is no draft.
        listing_data: what it says.
    """

    pack_listing_draft_id: str | None = None
    listing_data: PackListingDraftData | None = None


class UpsertPackListingDraftResponse(CodaModel):
    """The draft of a listing, as it is now.

    Attributes:
        pack_listing_draft_id: its id.
        pack_id: the Pack.
        listing_data: what it says.
    """

    pack_listing_draft_id: str
    pack_id: int
    listing_data: PackListingDraftData
