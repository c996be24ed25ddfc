"""A call of each of Coda's operations but those on Packs, with all that they take."""

from __future__ import annotations

from datetime import date

from codomyrmex.cloud.coda_io import CodaClient
from codomyrmex.cloud.coda_io.models.pages import CanvasPageContent, PageContent, PageContentUpdate
from codomyrmex.cloud.coda_io.models.permissions import AddedEmailPrincipal
from tests.contract.described.runner import Calls

DOC, PAGE, TABLE, ROW, COLUMN = "AbCDeFGHij", "canvas-IjklMnopQr", "grid-pqRstUv", "i-RowOne", "c-Name"
WORKSPACE, FOLDER, REQUEST = "ws-1Ab234", "fl-1Ab234", "abc-123-def-456"
SINCE, UNTIL = date(2024, 1, 1), date(2024, 1, 31)

_TEXT = PageContent(format="markdown", content="**Hello**")

_DOCS: Calls[CodaClient] = {
    "whoami": lambda coda: coda.whoami(),
    "resolveBrowserLink": lambda coda: coda.resolve_browser_link(
        f"https://coda.io/d/_d{DOC}", degrade_gracefully=True
    ),
    "getMutationStatus": lambda coda: coda.get_mutation_status(REQUEST),
    "listDocs": lambda coda: coda.list_docs(
        is_owner=True,
        is_published=False,
        query="launch",
        source_doc=DOC,
        is_starred=True,
        in_gallery=False,
        workspace_id=WORKSPACE,
        folder_id=FOLDER,
        limit=5,
    ),
    "createDoc": lambda coda: coda.create_doc(
        "Launch",
        timezone="Europe/Zurich",
        folder_id=FOLDER,
        initial_page={"name": "One", "pageContent": {"type": "canvas", "canvasContent": _TEXT}},
    ),
    "getDoc": lambda coda: coda.get_doc(DOC),
    "updateDoc": lambda coda: coda.update_doc(DOC, title="Landing", icon_name="rocket"),
    "deleteDoc": lambda coda: coda.delete_doc(DOC),
    "listFolders": lambda coda: coda.list_folders(workspace_id=WORKSPACE, is_starred=False, limit=5),
    "createFolder": lambda coda: coda.create_folder("Launches", WORKSPACE, description="All of them"),
    "getFolder": lambda coda: coda.get_folder(FOLDER),
    "updateFolder": lambda coda: coda.update_folder(FOLDER, name="Landings", description="Some of them"),
    "deleteFolder": lambda coda: coda.delete_folder(FOLDER),
    "listCategories": lambda coda: coda.list_categories(),
    "publishDoc": lambda coda: coda.publish_doc(
        DOC,
        slug="launch",
        discoverable=True,
        earn_credit=False,
        category_names=["Project management"],
        mode="view",
    ),
    "unpublishDoc": lambda coda: coda.unpublish_doc(DOC),
    "listCustomDocDomains": lambda coda: coda.list_custom_doc_domains(DOC),
    "addCustomDocDomain": lambda coda: coda.add_custom_doc_domain(DOC, "docs.example.com"),
    "updateCustomDocDomain": lambda coda: coda.update_custom_doc_domain(DOC, "docs.example.com"),
    "deleteCustomDocDomain": lambda coda: coda.delete_custom_doc_domain(DOC, "docs.example.com"),
    "getCustomDocDomainProvider": lambda coda: coda.get_custom_doc_domain_provider("docs.example.com"),
    "triggerWebhookAutomation": lambda coda: coda.trigger_webhook_automation(
        DOC, "grid-auto-b3Jmey6jBS", {"message": "It has begun."}
    ),
    "getSharingMetadata": lambda coda: coda.get_sharing_metadata(DOC),
    "getPermissions": lambda coda: coda.get_permissions(DOC, limit=5),
    "addPermission": lambda coda: coda.add_permission(
        DOC, AddedEmailPrincipal(email="ada@example.com"), "write", suppress_email=True
    ),
    "deletePermission": lambda coda: coda.delete_permission(DOC, "AbCDeFGH"),
    "searchPrincipals": lambda coda: coda.search_principals(DOC, "ada"),
    "getAclSettings": lambda coda: coda.get_acl_settings(DOC),
    "updateAclSettings": lambda coda: coda.update_acl_settings(
        DOC,
        allow_editors_to_change_permissions=False,
        allow_copying=True,
        allow_viewers_to_request_editing=False,
    ),
}

_PAGES_AND_TABLES: Calls[CodaClient] = {
    "listPages": lambda coda: coda.list_pages(DOC, limit=5),
    "createPage": lambda coda: coda.create_page(
        DOC,
        "Plan",
        subtitle="What comes when",
        icon_name="rocket",
        image_url="https://example.com/plan.jpg",
        parent_page_id=PAGE,
        page_content=CanvasPageContent(canvas_content=_TEXT),
    ),
    "getPage": lambda coda: coda.get_page(DOC, PAGE, latest=True),
    "updatePage": lambda coda: coda.update_page(
        DOC,
        PAGE,
        name="Plans",
        subtitle="What comes later",
        icon_name="map",
        image_url="https://example.com/plans.jpg",
        is_hidden=False,
        content_update=PageContentUpdate(insertion_mode="append", canvas_content=_TEXT),
    ),
    "deletePage": lambda coda: coda.delete_page(DOC, PAGE),
    "listPageContent": lambda coda: coda.list_page_content(DOC, PAGE, content_format="plainText", limit=5),
    "deletePageContent": lambda coda: coda.delete_page_content(DOC, PAGE, element_ids=["cl-lzqh0Q0poT"]),
    "beginPageContentExport": lambda coda: coda.begin_page_content_export(
        DOC, PAGE, output_format="markdown"
    ),
    "getPageContentExportStatus": lambda coda: coda.get_page_content_export_status(DOC, PAGE, REQUEST),
    "listTables": lambda coda: coda.list_tables(DOC, table_types=["table", "view"], sort_by="name", limit=5),
    "getTable": lambda coda: coda.get_table(DOC, TABLE, use_updated_table_layouts=True, latest=True),
    "listColumns": lambda coda: coda.list_columns(DOC, TABLE, visible_only=True, limit=5),
    "getColumn": lambda coda: coda.get_column(DOC, TABLE, COLUMN),
    "listRows": lambda coda: coda.list_rows(
        DOC,
        TABLE,
        query=f'{COLUMN}:"Apple"',
        sort_by="natural",
        use_column_names=True,
        value_format="rich",
        visible_only=True,
        limit=5,
        latest=True,
    ),
    "upsertRows": lambda coda: coda.upsert_rows(
        DOC, TABLE, [{COLUMN: "Apple"}], key_columns=[COLUMN], disable_parsing=True
    ),
    "deleteRows": lambda coda: coda.delete_rows(DOC, TABLE, [ROW]),
    "getRow": lambda coda: coda.get_row(DOC, TABLE, ROW, use_column_names=True, value_format="rich"),
    "updateRow": lambda coda: coda.update_row(DOC, TABLE, ROW, {COLUMN: "Pear"}, disable_parsing=True),
    "deleteRow": lambda coda: coda.delete_row(DOC, TABLE, ROW),
    "pushButton": lambda coda: coda.push_button(DOC, TABLE, ROW, COLUMN),
    "listFormulas": lambda coda: coda.list_formulas(DOC, sort_by="name", limit=5),
    "getFormula": lambda coda: coda.get_formula(DOC, "f-fgHijkLm"),
    "listControls": lambda coda: coda.list_controls(DOC, sort_by="name", limit=5),
    "getControl": lambda coda: coda.get_control(DOC, "ctrl-cDefGhij"),
}

_ANALYTICS_AND_WORKSPACES: Calls[CodaClient] = {
    "listDocAnalytics": lambda coda: coda.list_doc_analytics(
        doc_ids=[DOC, "BcDEfGHIjk"],
        workspace_id=WORKSPACE,
        query="launch",
        is_published=True,
        since_date=SINCE,
        until_date=UNTIL,
        scale="daily",
        order_by="views",
        direction="descending",
        limit=5,
    ),
    "listPageAnalytics": lambda coda: coda.list_page_analytics(
        DOC, since_date=SINCE, until_date=UNTIL, limit=5
    ),
    "listDocAnalyticsSummary": lambda coda: coda.list_doc_analytics_summary(
        is_published=True, workspace_id=WORKSPACE, since_date=SINCE, until_date=UNTIL
    ),
    "listPackAnalytics": lambda coda: coda.list_pack_analytics(
        pack_ids=[1003, 1004],
        workspace_id=WORKSPACE,
        query="weather",
        is_published=True,
        since_date=SINCE,
        until_date=UNTIL,
        scale="cumulative",
        order_by="docInstalls",
        direction="ascending",
        limit=5,
    ),
    "listPackAnalyticsSummary": lambda coda: coda.list_pack_analytics_summary(
        pack_ids=[1003], workspace_id=WORKSPACE, is_published=True, since_date=SINCE, until_date=UNTIL
    ),
    "listPackFormulaAnalytics": lambda coda: coda.list_pack_formula_analytics(
        1003,
        pack_formula_names=["SquareRoot", "CubeRoot"],
        pack_formula_types=["formula", "action"],
        since_date=SINCE,
        until_date=UNTIL,
        scale="daily",
        order_by="errors",
        direction="descending",
        limit=5,
    ),
    "getAnalyticsLastUpdated": lambda coda: coda.get_analytics_last_updated(),
    "listWorkspaceMembers": lambda coda: coda.list_workspace_members(
        WORKSPACE, included_roles=["Admin", "Editor"]
    ),
    "changeUserRole": lambda coda: coda.change_user_role(
        WORKSPACE, email="ada@example.com", new_role="DocMaker"
    ),
    "listWorkspaceRoleActivity": lambda coda: coda.list_workspace_role_activity(WORKSPACE),
    "addGoLink": lambda coda: coda.add_go_link(
        "org-2Bc456",
        name="launch",
        destination_url="https://coda.io/d/_dAbCDeFGHij",
        description="All about the launch",
        url_pattern="https://example.com/{*}",
        creator_email="ada@example.com",
    ),
}

CALLS: Calls[CodaClient] = {**_DOCS, **_PAGES_AND_TABLES, **_ANALYTICS_AND_WORKSPACES}
