"""The promises of the module for Google Cloud."""

from __future__ import annotations

from tests.unit.infra.modules import Module, inner
from tests.unit.infra.properties.promise import promise

KEY = "${google_kms_crypto_key.this.id}"
APPLICATION = "${google_service_account.application.member}"

GRANTS = {
    ("google_storage_bucket_iam_member", "roles/storage.objectUser", APPLICATION),
    ("google_service_account_iam_member", "roles/iam.serviceAccountTokenCreator", APPLICATION),
    ("google_service_account_iam_member", "roles/iam.workloadIdentityUser", "${each.value}"),
    ("google_project_iam_member", "${each.value}", APPLICATION),
    (
        "google_kms_crypto_key_iam_member",
        "roles/cloudkms.cryptoKeyEncrypterDecrypter",
        "${data.google_storage_project_service_account.this.member}",
    ),
    (
        "google_kms_crypto_key_iam_member",
        "roles/cloudkms.cryptoKeyEncrypterDecrypter",
        "${google_project_service_identity.sql.member}",
    ),
}
"""Every role that is given: on what, which, to whom."""


def _grants(module: Module) -> bool:
    given = {
        (address.split(".")[0], block.get("role"), block.get("member"))
        for address, block in module.resources.items()
        if "_iam_" in address
    }
    database = module.only("google_project_iam_member")
    roles = '${toset(["roles/cloudsql.client", "roles/cloudsql.instanceUser"])}'
    condition = inner(database, "condition")["expression"]
    instance = "projects/${var.project_id}/instances/${google_sql_database_instance.this.name}"
    return (
        given == GRANTS
        and database["for_each"] == roles
        and condition
        == f"resource.type == 'sqladmin.googleapis.com/Instance' && resource.name == '{instance}'"
    )


def _network(module: Module) -> bool:
    address = inner(module.only("google_sql_database_instance"), "settings", "ip_configuration")
    network: str = address["private_network"]
    closed = address["ipv4_enabled"] is False and "authorized_networks" not in address
    return closed and network == "${var.network_id}"


def _tls(module: Module) -> bool:
    settings = inner(module.only("google_sql_database_instance"), "settings")
    found: tuple[str, str] = (
        settings["connector_enforcement"],
        inner(settings, "ip_configuration")["ssl_mode"],
    )
    return found == ("REQUIRED", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED")


def _backups(module: Module) -> bool:
    backups = inner(module.only("google_sql_database_instance"), "settings", "backup_configuration")
    return (
        backups["enabled"] is True
        and backups["point_in_time_recovery_enabled"] is True
        and inner(backups, "backup_retention_settings")["retained_backups"] == "${var.backup_days}"
    )


def _kept_from_deletion(module: Module) -> bool:
    database, bucket = module.only("google_sql_database_instance"), module.only("google_storage_bucket")
    kept = (
        "google_kms_crypto_key",
        "google_sql_database",
        "google_sql_database_instance",
        "google_storage_bucket",
    )
    return (
        database["deletion_protection"] is True
        and inner(database, "settings")["deletion_protection_enabled"] is True
        and bucket["force_destroy"] is False
        and all(inner(module.only(kind), "lifecycle")["prevent_destroy"] is True for kind in kept)
    )


def _without_password(module: Module) -> bool:
    user = module.only("google_sql_user")
    flags = inner(module.only("google_sql_database_instance"), "settings")["database_flags"]
    return (
        user["type"] == "CLOUD_IAM_SERVICE_ACCOUNT"
        and "password" not in user
        and {"name": "cloudsql.iam_authentication", "value": "on"} in flags
        and not module.of_type("google_service_account_key")
    )


GCP = [
    promise(
        "objects are encrypted with the module's key",
        lambda m: inner(m.only("google_storage_bucket"), "encryption")["default_kms_key_name"] == KEY,
        ("bucket.tf", "  encryption {\n    default_kms_key_name = google_kms_crypto_key.this.id\n  }\n", ""),
    ),
    promise(
        "the database is encrypted with the module's key",
        lambda m: m.only("google_sql_database_instance")["encryption_key_name"] == KEY,
        ("database.tf", "  encryption_key_name = google_kms_crypto_key.this.id\n", ""),
    ),
    promise(
        "the key is renewed",
        lambda m: m.only("google_kms_crypto_key")["rotation_period"] == "7776000s",
        ("main.tf", '  rotation_period = "7776000s"\n', ""),
    ),
    promise(
        "nothing is public",
        lambda m: m.only("google_storage_bucket")["public_access_prevention"] == "enforced",
        ("bucket.tf", '"enforced"', '"inherited"'),
    ),
    promise(
        "access lists are off",
        lambda m: m.only("google_storage_bucket")["uniform_bucket_level_access"] is True,
        ("bucket.tf", "uniform_bucket_level_access = true", "uniform_bucket_level_access = false"),
    ),
    promise(
        "versions are kept",
        lambda m: inner(m.only("google_storage_bucket"), "versioning")["enabled"] is True,
        ("bucket.tf", "enabled = true", "enabled = false"),
    ),
    promise(
        "the database is reached by TLS alone, with certificates of both sides",
        _tls,
        ("database.tf", "TRUSTED_CLIENT_CERTIFICATE_REQUIRED", "ALLOW_UNENCRYPTED_AND_ENCRYPTED"),
        ("database.tf", '"REQUIRED"', '"NOT_REQUIRED"'),
    ),
    promise(
        "the database has no public address",
        _network,
        ("database.tf", "ipv4_enabled    = false", "ipv4_enabled    = true"),
        ("database.tf", "      private_network = var.network_id\n", ""),
    ),
    promise(
        "there is no password and no key file",
        _without_password,
        ("database.tf", '"CLOUD_IAM_SERVICE_ACCOUNT"', '"BUILT_IN"'),
        (
            "identity.tf",
            "# Cloud SQL takes",
            'resource "google_service_account_key" "more" {\n}\n\n# Cloud SQL takes',
        ),
    ),
    promise(
        "the database is backed up",
        _backups,
        ("database.tf", "point_in_time_recovery_enabled = true", "point_in_time_recovery_enabled = false"),
    ),
    promise(
        "nothing is deleted by mistake",
        _kept_from_deletion,
        (
            "database.tf",
            "deletion_protection = true\n\n  settings",
            "deletion_protection = false\n\n  settings",
        ),
        ("database.tf", "deletion_protection_enabled = true", "deletion_protection_enabled = false"),
        ("bucket.tf", "prevent_destroy = true", "prevent_destroy = false"),
    ),
    promise(
        "the application may do what it does and no more",
        _grants,
        ("identity.tf", "roles/storage.objectUser", "roles/storage.admin"),
        ("identity.tf", '"roles/cloudsql.client"', '"roles/cloudsql.admin"'),
        ("identity.tf", "resource.type == 'sqladmin.googleapis.com/Instance' && ", ""),
        ("bucket.tf", "", 'resource "google_storage_bucket_iam_member" "all" {\n  member = "allUsers"\n}\n'),
    ),
]
