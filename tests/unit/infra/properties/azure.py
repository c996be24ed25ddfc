"""The promises of the module for Azure."""

from __future__ import annotations

from tests.unit.infra.modules import Module, inner
from tests.unit.infra.properties.promise import promise

CONTAINERS = "Microsoft.Storage/storageAccounts/blobServices/containers"
BLOBS = f"{CONTAINERS}/blobs"
CONTAINER = "${azurerm_storage_container.this.id}"
APPLICATION = "${azurerm_user_assigned_identity.application.principal_id}"

ASSIGNMENTS = {
    (CONTAINER, "${azurerm_role_definition.objects.role_definition_resource_id}", APPLICATION),
    ("${azurerm_storage_account.this.id}", "Storage Blob Delegator", APPLICATION),
}
"""Every role that is given: on what, which, to whom."""


def _permissions(module: Module) -> bool:
    role = inner(module.only("azurerm_role_definition"), "permissions")
    given = {
        (one["scope"], one.get("role_definition_id", one.get("role_definition_name")), one["principal_id"])
        for one in module.of_type("azurerm_role_assignment")
    }
    wanted = [f"{BLOBS}/delete", f"{BLOBS}/read", f"{BLOBS}/write"]
    return role == {"data_actions": wanted} and given == ASSIGNMENTS


def _nothing_public(module: Module) -> bool:
    account = module.only("azurerm_storage_account")
    return (
        account["allow_nested_items_to_be_public"] is False
        and account["public_network_access_enabled"] is False
        and inner(account, "network_rules")["default_action"] == "Deny"
        and module.only("azurerm_storage_container")["container_access_type"] == "private"
    )


def _no_keys(module: Module) -> bool:
    account = module.only("azurerm_storage_account")
    return account["shared_access_key_enabled"] is False and account["local_user_enabled"] is False


def _versions(module: Module) -> bool:
    blobs = inner(module.only("azurerm_storage_account"), "blob_properties")
    days = "${var.noncurrent_version_days}"
    return (
        blobs["versioning_enabled"] is True
        and inner(blobs, "delete_retention_policy")["days"] == days
        and inner(blobs, "container_delete_retention_policy")["days"] == days
    )


def _objects_by_tls(module: Module) -> bool:
    account = module.only("azurerm_storage_account")
    return account["https_traffic_only_enabled"] is True and account["min_tls_version"] == "TLS1_2"


def _database_by_tls(module: Module) -> bool:
    configuration = module.only("azurerm_postgresql_flexible_server_configuration")["for_each"]
    return (configuration["require_secure_transport"], configuration["ssl_min_protocol_version"]) == (
        "on",
        "TLSv1.2",
    )


def _private(module: Module) -> bool:
    database = module.only("azurerm_postgresql_flexible_server")
    return (
        database["public_network_access_enabled"] is False
        and database["delegated_subnet_id"] == "${var.database_subnet_id}"
        and not module.of_type("azurerm_postgresql_flexible_server_firewall_rule")
    )


def _entra_alone(module: Module) -> bool:
    database = module.only("azurerm_postgresql_flexible_server")
    authentication = inner(database, "authentication")
    return (
        authentication["active_directory_auth_enabled"] is True
        and authentication["password_auth_enabled"] is False
        and not any(name.startswith("administrator_") for name in database)
    )


def _federation(module: Module) -> bool:
    credential = module.only("azurerm_federated_identity_credential")
    return (credential["issuer"], credential["subject"], credential["audience"]) == (
        "${each.value.issuer}",
        "${each.value.subject}",
        ["api://AzureADTokenExchange"],
    )


def _kept_from_deletion(module: Module) -> bool:
    lock = module.only("azurerm_management_lock")
    kept = (
        "azurerm_postgresql_flexible_server",
        "azurerm_postgresql_flexible_server_database",
        "azurerm_storage_account",
        "azurerm_storage_container",
    )
    return (
        lock["lock_level"] == "CanNotDelete"
        and lock["for_each"].keys() == {"database", "objects"}
        and all(inner(module.only(kind), "lifecycle")["prevent_destroy"] is True for kind in kept)
    )


AZURE = [
    promise(
        "objects are encrypted twice",
        lambda m: m.only("azurerm_storage_account")["infrastructure_encryption_enabled"] is True,
        (
            "bucket.tf",
            "infrastructure_encryption_enabled = true",
            "infrastructure_encryption_enabled = false",
        ),
    ),
    promise(
        "nothing is public",
        _nothing_public,
        (
            "bucket.tf",
            "allow_nested_items_to_be_public   = false",
            "allow_nested_items_to_be_public   = true",
        ),
        (
            "bucket.tf",
            "public_network_access_enabled     = false",
            "public_network_access_enabled     = true",
        ),
        ("bucket.tf", '"private"', '"blob"'),
    ),
    promise(
        "there are no shared keys",
        _no_keys,
        (
            "bucket.tf",
            "shared_access_key_enabled         = false",
            "shared_access_key_enabled         = true",
        ),
    ),
    promise(
        "versions are kept",
        _versions,
        ("bucket.tf", "versioning_enabled = true", "versioning_enabled = false"),
    ),
    promise(
        "objects are reached by TLS alone",
        _objects_by_tls,
        ("bucket.tf", '"TLS1_2"', '"TLS1_0"'),
        (
            "bucket.tf",
            "https_traffic_only_enabled        = true",
            "https_traffic_only_enabled        = false",
        ),
    ),
    promise(
        "the database is reached by TLS alone",
        _database_by_tls,
        ("database.tf", '"require_secure_transport"   = "on"', '"require_secure_transport"   = "off"'),
        ("database.tf", '"TLSv1.2"', '"TLSv1"'),
    ),
    promise(
        "the database has no public address",
        _private,
        ("database.tf", "public_network_access_enabled = false", "public_network_access_enabled = true"),
        ("database.tf", "  delegated_subnet_id           = var.database_subnet_id\n", ""),
    ),
    promise(
        "the database knows Entra alone",
        _entra_alone,
        ("database.tf", "password_auth_enabled         = false", "password_auth_enabled         = true"),
    ),
    promise(
        "the database is backed up",
        lambda m: (
            m.only("azurerm_postgresql_flexible_server")["backup_retention_days"] == "${var.backup_days}"
        ),
        ("database.tf", "  backup_retention_days        = var.backup_days\n", ""),
    ),
    promise(
        "nothing is deleted by mistake",
        _kept_from_deletion,
        ("main.tf", '"CanNotDelete"', '"ReadOnly"'),
        (
            "main.tf",
            "    database = azurerm_postgresql_flexible_server.this.id\n  }\n\n  name",
            "  }\n\n  name",
        ),
    ),
    promise(
        "the application may do what it does and no more",
        _permissions,
        ("identity.tf", f'"{BLOBS}/read"', f'"{BLOBS}/*"'),
        (
            "identity.tf",
            "    data_actions = [",
            '    actions = ["Microsoft.Storage/storageAccounts/listKeys/action"]\n    data_actions = [',
        ),
        (
            "identity.tf",
            "scope              = azurerm_storage_container.this.id",
            "scope              = azurerm_storage_account.this.id",
        ),
        ("identity.tf", '"Storage Blob Delegator"', '"Storage Blob Data Owner"'),
    ),
    promise(
        "only named workloads have the identity",
        _federation,
        ("identity.tf", "= each.value.subject", '= "*"'),
    ),
]
