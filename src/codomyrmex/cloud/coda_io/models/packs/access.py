"""What the user may do with a Pack."""

from __future__ import annotations

from typing import Any

from codomyrmex.cloud.coda_io.models.base import CodaModel
from codomyrmex.cloud.coda_io.models.docs import FolderReference
from codomyrmex.cloud.coda_io.models.permissions import Permission, UserSummary


class PackConfigurationEntry(CodaModel):
    """A configuration that an organization has for a Pack.

    Attributes:
        configuration_id: its id.
        name: its name.
        policy: what it demands.
    """

    configuration_id: str
    name: str
    policy: dict[str, Any] | None = None


class PackOrganizationAccess(CodaModel):
    """What the user's organization demands, in docs or in its knowledge.

    Attributes:
        can_request_access: whether the user may ask for access.
        has_requested_access: whether the user has.
        requires_configuration: whether it is used with a configuration only.
        allowed_configurations: with which.
        allowed_pack_ids: the Packs that are allowed instead.
        incompatible_doc_permissions: what others may do with the doc, and may not with the Pack in it.
        incompatible_doc_owner: the owner of the doc, who may not use the Pack.
        incompatible_doc_folder: the folder of the doc, where it may not be used.
        is_doc_owner: whether the user owns the doc.
    """

    can_request_access: bool
    has_requested_access: bool
    requires_configuration: bool
    allowed_configurations: list[PackConfigurationEntry] | None = None
    allowed_pack_ids: list[int] | None = None
    incompatible_doc_permissions: list[Permission] | None = None
    incompatible_doc_owner: UserSummary | None = None
    incompatible_doc_folder: FolderReference | None = None
    is_doc_owner: bool | None = None


class ParameterSetting(CodaModel):
    """What a parameter may be.

    Attributes:
        default: what it is where nothing is said.
        allowed: what else it may be.
    """

    default: str
    allowed: list[str]


class IngestionTableSetting(CodaModel):
    """What may be read of a table.

    Attributes:
        max_bytes_per_sync_table_override: bytes at most; ``None`` for no limit.
        exclude_ingestion_by_default: whether it is left out unless asked for.
        parameter_limits: what its parameters may be, by their names.
    """

    max_bytes_per_sync_table_override: int | None = None
    exclude_ingestion_by_default: bool | None = None
    parameter_limits: dict[str, ParameterSetting] | None = None


class IngestionLimitSettings(CodaModel):
    """What may be read of a Pack's tables.

    Attributes:
        allowed_tables_count: tables at most; -1 for no limit.
        max_bytes_per_sync_table_default: bytes of a table at most; ``None`` for no limit.
        table_settings: what differs, by the names of tables.
    """

    allowed_tables_count: int
    max_bytes_per_sync_table_default: int | None = None
    table_settings: dict[str, IngestionTableSetting] | None = None


class PackUserAccess(CodaModel):
    """What the user may do with a Pack.

    Attributes:
        can_edit: change it.
        can_test: try it.
        can_view: see it.
        can_install: use it.
        can_purchase: buy it.
        requires_trial: whether it is to be tried first.
        can_connect_account: connect an account to it.
        organization: what the user's organization demands.
        ingestion_limit_settings: what may be read of its tables.
    """

    can_edit: bool
    can_test: bool
    can_view: bool
    can_install: bool
    can_purchase: bool
    requires_trial: bool
    can_connect_account: bool
    organization: PackOrganizationAccess | None = None
    ingestion_limit_settings: IngestionLimitSettings | None = None
