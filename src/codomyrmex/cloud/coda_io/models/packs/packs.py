"""Packs: what extends Coda."""

from __future__ import annotations

from codomyrmex.cloud.coda_io.models.base import CodaModel


class PackImageFile(CodaModel):
    """A picture of a Pack, as it is shown and as it is given.

    Attributes:
        filename: the name of its file.
        asset_id: what `pack_asset_upload_complete` answered.
        image_url: where it is; needed for none that is given.
        alt_text: what it shows, in words.
        mime_type: its media type.
    """

    filename: str
    asset_id: str
    image_url: str | None = None
    alt_text: str | None = None
    mime_type: str | None = None


class PublishingCategory(CodaModel):
    """What a Pack is about.

    Attributes:
        category_id: its id.
        category_name: its name.
        category_slug: its name in addresses.
    """

    category_id: str
    category_name: str
    category_slug: str | None = None


class PackRateLimit(CodaModel):
    """How often a Pack may be used.

    Attributes:
        interval_seconds: the length of a stretch of time.
        operations_per_interval: how often in each.
    """

    interval_seconds: int
    operations_per_interval: int


class PackAdditionalInformation(CodaModel):
    """What a Pack's maker says of privacy.

    Attributes:
        privacy_collects_personal_info: whether it, or one that it works with, collects personal information.
        privacy_personal_info_categories: what it collects.
        privacy_data_usage_purposes: what that is used for.
        privacy_data_collected_by: who collects it: the maker, another, or both.
    """

    privacy_collects_personal_info: bool | None = None
    privacy_personal_info_categories: list[str] | None = None
    privacy_data_usage_purposes: list[str] | None = None
    privacy_data_collected_by: list[str] | None = None


class PackTexts(CodaModel):
    """What a Pack says of itself.

    Attributes:
        name: its name.
        description: what it does.
        short_description: the same in few words.
        agent_short_description: the same in few words, where it is an agent.
        agent_description: what it does, where it is an agent.
        support_email: where its users write to.
        terms_of_service_url: its terms of service.
        privacy_policy_url: its privacy policy.
    """

    name: str
    description: str
    short_description: str
    agent_short_description: str | None = None
    agent_description: str | None = None
    support_email: str | None = None
    terms_of_service_url: str | None = None
    privacy_policy_url: str | None = None


class PackSummary(PackTexts):
    """A Pack in short.

    Attributes:
        id: its id.
        workspace_id: the workspace it belongs to.
        categories: what it is about.
        logo_url: its logo.
        cover_url: its cover.
        example_images: pictures of its use.
        agent_images: pictures of its use as an agent.
        certified: whether Coda has certified it.
        certified_agent: whether it is certified as an agent.
        source_code_visibility: who sees its source: ``private`` or ``shared``.
        pack_entrypoints: where it can be used: ``go``, ``docs``.
        verified_version: the last released version that was approved.
    """

    id: int
    workspace_id: str
    categories: list[PublishingCategory]
    logo_url: str | None = None
    cover_url: str | None = None
    example_images: list[PackImageFile] | None = None
    agent_images: list[PackImageFile] | None = None
    certified: bool | None = None
    certified_agent: bool | None = None
    source_code_visibility: str | None = None
    pack_entrypoints: list[str] | None = None
    verified_version: str | None = None


class Pack(PackSummary):
    """A Pack.

    Attributes:
        overall_rate_limit: how often all together may use it.
        per_connection_rate_limit: how often each connection may use it.
        featured_doc_status: what is wrong with a featured doc, if anything.
        additional_information: what its maker says of privacy.
    """

    overall_rate_limit: PackRateLimit | None = None
    per_connection_rate_limit: PackRateLimit | None = None
    featured_doc_status: str | None = None
    additional_information: PackAdditionalInformation | None = None


class CreatePackResponse(CodaModel):
    """A Pack was made.

    Attributes:
        pack_id: its id.
    """

    pack_id: int
