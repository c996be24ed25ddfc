"""A call of each of Coda's operations on Packs, with all that they take."""

from __future__ import annotations

from datetime import UTC, datetime

from pydantic import SecretStr

from codomyrmex.cloud.coda_io import CodaClient
from codomyrmex.cloud.coda_io.models.packs.credentials import PackConnectionHttpBasicCredentials
from codomyrmex.cloud.coda_io.models.packs.drafts import PackListingDraftData
from codomyrmex.cloud.coda_io.models.packs.featured import FeaturedDoc
from codomyrmex.cloud.coda_io.models.packs.packs import PackImageFile, PackRateLimit
from codomyrmex.cloud.coda_io.models.packs.patches import PackConnectionHeaderPatch
from codomyrmex.cloud.coda_io.models.packs.permissions import PackUserPrincipal
from tests.contract.described.runner import Calls

PACK, VERSION, DOC, TENANT = 1003, "1.0.3", "AbCDeFGHij", "tenant-1"
INGESTION = "3d8a7a1c-6b5f-4d0e-9a51-0b8f6f1f2c11"
EXECUTION = "5f1f2c11-0b8f-4d0e-9a51-3d8a7a1c6b5f"
AGENT = "9a51d0e4-6b5f-4d0e-8a7a-1c3d0b8f6f1f"
INVITATION = "0b8f6f1f-2c11-4d0e-9a51-3d8a7a1c6b5f"
HASH = "f14b8ff3ac5ffbe0e6a6f4a2e0b8d4f2b3a1c5d7e9f0a1b2c3d4e5f60718293a"
SECRET = SecretStr("open-sesame")
OLDER, YOUNGER = datetime(2024, 1, 31, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC)

_LOGO = PackImageFile(asset_id="asset-1", filename="logo.png", mime_type="image/png")

_PACKS: Calls[CodaClient] = {
    "listPacks": lambda coda: coda.list_packs(
        access_types=["edit", "admin"],
        sort_by="title",
        direction="ascending",
        only_workspace_id="ws-1Ab234",
        parent_workspace_ids=["ws-1Ab234", "ws-2Bc345"],
        exclude_public_packs=True,
        pack_entrypoint="docs",
        limit=5,
    ),
    "createPack": lambda coda: coda.create_pack(
        workspace_id="ws-1Ab234", name="Weather", description="Tells the weather.", source_pack_id=1004
    ),
    "getPack": lambda coda: coda.get_pack(PACK),
    "updatePack": lambda coda: coda.update_pack(
        PACK,
        overall_rate_limit=PackRateLimit(interval_seconds=60, operations_per_interval=100),
        logo=_LOGO,
        example_images=[_LOGO],
        source_code_visibility="private",
        pack_entrypoints=["docs"],
        name="Weather",
        description="Tells the weather.",
        short_description="Weather.",
        agent_short_description="Asks for the weather.",
        agent_description="Asks for the weather, and tells it.",
        support_email="ada@example.com",
        terms_of_service_url="https://example.com/terms",
        privacy_policy_url="https://example.com/privacy",
        clear=["cover", "per_connection_rate_limit", "agent_images"],
    ),
    "deletePack": lambda coda: coda.delete_pack(PACK),
    "getPackConfigurationSchema": lambda coda: coda.get_pack_configuration_schema(PACK),
    "listPackVersions": lambda coda: coda.list_pack_versions(PACK, limit=5),
    "getNextPackVersion": lambda coda: coda.get_next_pack_version(
        PACK, proposed_metadata='{"formulas": []}', sdk_version="1.7.0"
    ),
    "getPackVersionDiffs": lambda coda: coda.get_pack_version_diffs(PACK, "1.0.2", VERSION),
    "registerPackVersion": lambda coda: coda.register_pack_version(PACK, VERSION, bundle_hash=HASH),
    "packVersionUploadComplete": lambda coda: coda.pack_version_upload_complete(
        PACK, VERSION, notes="Faster", source="cli", allow_older_sdk_version=False
    ),
    "uploadPackAsset": lambda coda: coda.upload_pack_asset(
        PACK, pack_asset_type="logo", image_hash=HASH, mime_type="image/png", filename="logo.png"
    ),
    "packAssetUploadComplete": lambda coda: coda.pack_asset_upload_complete(PACK, "asset-1", "logo"),
    "uploadPackSourceCode": lambda coda: coda.upload_pack_source_code(
        PACK, payload_hash=HASH, filename="pack.ts", pack_version=VERSION
    ),
    "packSourceCodeUploadComplete": lambda coda: coda.pack_source_code_upload_complete(
        PACK, VERSION, filename="pack.ts", code_hash=HASH
    ),
    "getPackSourceCode": lambda coda: coda.get_pack_source_code(PACK, VERSION),
    "createPackRelease": lambda coda: coda.create_pack_release(
        PACK, pack_version=VERSION, release_notes="Faster"
    ),
    "listPackReleases": lambda coda: coda.list_pack_releases(PACK, limit=5),
    "updatePackRelease": lambda coda: coda.update_pack_release(PACK, 3, release_notes="Much faster"),
    "listPackReviews": lambda coda: coda.list_pack_reviews(PACK, status="pending", limit=5),
    "createPackReview": lambda coda: coda.create_pack_review(
        PACK, pack_version=VERSION, release_notes="Faster"
    ),
    "cancelPackReview": lambda coda: coda.cancel_pack_review(PACK),
}

_PEOPLE_AND_PAGES: Calls[CodaClient] = {
    "getPackListingDraft": lambda coda: coda.get_pack_listing_draft(PACK),
    "upsertPackListingDraft": lambda coda: coda.upsert_pack_listing_draft(
        PACK,
        listing_data=PackListingDraftData(
            name="Weather", agent_images=[_LOGO], category_ids=["weather"], support_email=None
        ),
    ),
    "deletePackListingDraft": lambda coda: coda.delete_pack_listing_draft(PACK),
    "setPackOauthConfig": lambda coda: coda.set_pack_oauth_config(
        PACK, client_id="id", client_secret=SECRET, redirect_uri="https://example.com/back"
    ),
    "getPackOauthConfig": lambda coda: coda.get_pack_oauth_config(PACK),
    "setPackSystemConnection": lambda coda: coda.set_pack_system_connection(
        PACK, credentials=PackConnectionHttpBasicCredentials(username=SECRET, password=SECRET)
    ),
    "patchPackSystemConnection": lambda coda: coda.patch_pack_system_connection(
        PACK, PackConnectionHeaderPatch(token=SECRET)
    ),
    "getPackSystemConnection": lambda coda: coda.get_pack_system_connection(PACK),
    "getPackPermissions": lambda coda: coda.get_pack_permissions(PACK),
    "addPackPermission": lambda coda: coda.add_pack_permission(
        PACK, principal=PackUserPrincipal(email="ada@example.com"), access="test"
    ),
    "deleteUserPackPermission": lambda coda: coda.delete_user_pack_permission(PACK),
    "deletePackPermission": lambda coda: coda.delete_pack_permission(PACK, "AbCDeFGH"),
    "listUserPackInvitations": lambda coda: coda.list_user_pack_invitations(limit=5),
    "listPackInvitations": lambda coda: coda.list_pack_invitations(PACK, limit=5),
    "createPackInvitation": lambda coda: coda.create_pack_invitation(
        PACK, email="ada@example.com", access="edit"
    ),
    "updatePackInvitation": lambda coda: coda.update_pack_invitation(PACK, INVITATION, access="view"),
    "deletePackInvitation": lambda coda: coda.delete_pack_invitation(PACK, INVITATION),
    "replyToPackInvitation": lambda coda: coda.reply_to_pack_invitation(INVITATION, accept=True),
    "listPackMakers": lambda coda: coda.list_pack_makers(PACK),
    "addPackMaker": lambda coda: coda.add_pack_maker(PACK, login_id="ada@example.com"),
    "deletePackMaker": lambda coda: coda.delete_pack_maker(PACK, "ada@example.com"),
    "listPackCategories": lambda coda: coda.list_pack_categories(PACK),
    "addPackCategory": lambda coda: coda.add_pack_category(PACK, category_name="Weather"),
    "deletePackCategory": lambda coda: coda.delete_pack_category(PACK, "Weather"),
    "listPackListings": lambda coda: coda.list_pack_listings(
        pack_access_types=["view", "edit"],
        pack_ids=[PACK, 1004],
        only_workspace_id="ws-1Ab234",
        parent_workspace_ids=["ws-1Ab234"],
        exclude_public_packs=False,
        pack_entrypoint="go",
        certified_agents_only=True,
        pack_categories=["connector", "agent"],
        sort_by="name",
        direction="descending",
        install_context="workspace",
        limit=5,
    ),
    "getPackListing": lambda coda: coda.get_pack_listing(
        PACK,
        workspace_id="ws-1Ab234",
        doc_id=DOC,
        ingestion_id=INGESTION,
        install_context="doc",
        release_channel="LIVE",
    ),
    "listPackFeaturedDocs": lambda coda: coda.list_pack_featured_docs(PACK),
    "updatePackFeaturedDocs": lambda coda: coda.update_pack_featured_docs(
        PACK, items=[FeaturedDoc(url="https://coda.io/@ada/weather", is_pinned=True)]
    ),
}

_LOGS: Calls[CodaClient] = {
    "listPackLogs": lambda coda: coda.list_pack_logs(
        PACK,
        DOC,
        log_types=["custom", "fetcher"],
        before_timestamp=OLDER,
        after_timestamp=YOUNGER,
        order="asc",
        q="rain",
        request_ids=["request-1", "request-2"],
        limit=5,
    ),
    "listGroupedPackLogs": lambda coda: coda.list_grouped_pack_logs(
        PACK, DOC, before_timestamp=OLDER, after_timestamp=YOUNGER, order="desc", q="rain", limit=5
    ),
    "listIngestionLogs": lambda coda: coda.list_ingestion_logs(
        PACK,
        TENANT,
        INGESTION,
        log_types=["ingestionDebug"],
        ingestion_execution_id=EXECUTION,
        before_timestamp=OLDER,
        after_timestamp=YOUNGER,
        ingestion_status="FAILED",
        only_execution_completions=True,
        order="asc",
        q="rain",
        request_ids=["request-1"],
        limit=5,
    ),
    "listGroupedIngestionLogs": lambda coda: coda.list_grouped_ingestion_logs(
        PACK,
        TENANT,
        INGESTION,
        ingestion_execution_id=EXECUTION,
        before_timestamp=OLDER,
        after_timestamp=YOUNGER,
        order="asc",
        q="rain",
        limit=5,
    ),
    "listIngestionBatchExecutions": lambda coda: coda.list_ingestion_batch_executions(
        PACK,
        TENANT,
        INGESTION,
        datasource="Stations",
        execution_type="FULL",
        include_deleted_ingestions=True,
        ingestion_execution_id=EXECUTION,
        ingestion_id=INGESTION,
        ingestion_status="COMPLETED",
        limit=5,
    ),
    "listIngestionParentItems": lambda coda: coda.list_ingestion_parent_items(
        PACK, TENANT, INGESTION, EXECUTION, ingestion_id=INGESTION, ingestion_status="FAILED", limit=5
    ),
    "getPackLogDetails": lambda coda: coda.get_pack_log_details(
        PACK, TENANT, INGESTION, "log-1", details_key="key-1"
    ),
    "listAgentSessionIds": lambda coda: coda.list_agent_session_ids(
        TENANT,
        AGENT,
        agent_session_id=EXECUTION,
        log_types=["agentRuntime"],
        before_timestamp=OLDER,
        after_timestamp=YOUNGER,
        order="asc",
        q="rain",
        request_ids=["request-1"],
        limit=5,
    ),
    "listAgentLogs": lambda coda: coda.list_agent_logs(
        TENANT,
        AGENT,
        log_types=["mcp", "agentRuntime"],
        agent_session_id=EXECUTION,
        before_timestamp=OLDER,
        after_timestamp=YOUNGER,
        order="asc",
        q="rain",
        request_ids=["request-1"],
        limit=5,
    ),
    "getAgentPackLogDetails": lambda coda: coda.get_agent_pack_log_details(
        TENANT, AGENT, "log-1", details_key="key-1"
    ),
}

CALLS: Calls[CodaClient] = {**_PACKS, **_PEOPLE_AND_PAGES, **_LOGS}
