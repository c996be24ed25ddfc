"""The tools of this library for agents. Their clients are imported when a tool is called."""

from __future__ import annotations

from codomyrmex.cloud.mcp_tools.coda import (
    coda_create_doc,
    coda_delete_doc,
    coda_export_page,
    coda_get_doc,
    coda_list_docs,
    coda_update_doc,
)
from codomyrmex.cloud.mcp_tools.coda_rows import coda_read_rows, coda_upsert_rows
from codomyrmex.cloud.mcp_tools.design import plan_dns_change, preview_stack, validate_stack
from codomyrmex.cloud.mcp_tools.estimating import estimate_cost
from codomyrmex.cloud.mcp_tools.instances import (
    get_cloud_instance,
    list_cloud_instances,
    reboot_cloud_instance,
    start_cloud_instance,
    stop_cloud_instance,
)
from codomyrmex.cloud.mcp_tools.prompts import audit_usage, verify_deployment
from codomyrmex.cloud.mcp_tools.resources import get_resource, list_resources
from codomyrmex.cloud.mcp_tools.s3 import list_s3_buckets, upload_file_to_s3
from codomyrmex.cloud.mcp_tools.storage_changing import (
    storage_copy_object,
    storage_delete_object,
    storage_make_bucket,
    storage_presign,
)
from codomyrmex.cloud.mcp_tools.storage_reading import (
    storage_list_buckets,
    storage_list_objects,
    storage_read_object,
    storage_stat_object,
)
from codomyrmex.cloud.mcp_tools.storage_transfers import storage_download_file, storage_upload_file
from codomyrmex.cloud.mcp_tools.usage import cost_summary, usage_summary

__all__ = [
    "audit_usage",
    "coda_create_doc",
    "coda_delete_doc",
    "coda_export_page",
    "coda_get_doc",
    "coda_list_docs",
    "coda_read_rows",
    "coda_update_doc",
    "coda_upsert_rows",
    "cost_summary",
    "estimate_cost",
    "get_cloud_instance",
    "get_resource",
    "list_cloud_instances",
    "list_resources",
    "list_s3_buckets",
    "plan_dns_change",
    "preview_stack",
    "reboot_cloud_instance",
    "start_cloud_instance",
    "stop_cloud_instance",
    "storage_copy_object",
    "storage_delete_object",
    "storage_download_file",
    "storage_list_buckets",
    "storage_list_objects",
    "storage_make_bucket",
    "storage_presign",
    "storage_read_object",
    "storage_stat_object",
    "storage_upload_file",
    "upload_file_to_s3",
    "usage_summary",
    "validate_stack",
    "verify_deployment",
]
