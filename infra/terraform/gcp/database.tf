resource "google_sql_database_instance" "this" {
  # checkov:skip=CKV2_GCP_13: A line for each statement; Query Insights has the durations.
  # checkov:skip=CKV_GCP_79: The same major version on every cloud; var.postgresql_version is for a newer one.
  # checkov:skip=CKV_GCP_108: Clients come through the proxy, whose address has no name; asking for it would delay each.
  project             = var.project_id
  name                = var.name
  region              = var.region
  database_version    = "POSTGRES_${var.postgresql_version}"
  encryption_key_name = google_kms_crypto_key.this.id
  deletion_protection = true

  settings {
    tier              = var.tier
    edition           = "ENTERPRISE"
    availability_type = var.multi_zone ? "REGIONAL" : "ZONAL"
    disk_type         = "PD_SSD"
    disk_size         = var.storage_gib
    disk_autoresize   = true
    user_labels       = var.labels

    # Nobody comes in but by the Auth Proxy or a connector: TLS with certificates of both sides, and a login of IAM.
    connector_enforcement       = "REQUIRED"
    deletion_protection_enabled = true
    retain_backups_on_delete    = true

    ip_configuration {
      ipv4_enabled    = false
      private_network = var.network_id
      ssl_mode        = "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"
    }

    backup_configuration {
      enabled                        = true
      start_time                     = "02:00"
      point_in_time_recovery_enabled = true
      transaction_log_retention_days = 7

      backup_retention_settings {
        retained_backups = var.backup_days
        retention_unit   = "COUNT"
      }
    }

    insights_config {
      query_insights_enabled  = true
      record_application_tags = false
      record_client_address   = false
    }

    database_flags {
      name  = "cloudsql.iam_authentication"
      value = "on"
    }

    database_flags {
      name  = "cloudsql.enable_pgaudit"
      value = "on"
    }

    database_flags {
      name  = "pgaudit.log"
      value = "ddl,role"
    }

    database_flags {
      name  = "log_checkpoints"
      value = "on"
    }

    database_flags {
      name  = "log_connections"
      value = "on"
    }

    database_flags {
      name  = "log_disconnections"
      value = "on"
    }

    database_flags {
      name  = "log_duration"
      value = "off"
    }

    database_flags {
      name  = "log_hostname"
      value = "off"
    }

    database_flags {
      name  = "log_lock_waits"
      value = "on"
    }

    database_flags {
      name  = "log_min_duration_statement"
      value = "-1"
    }

    database_flags {
      name  = "log_min_error_statement"
      value = "error"
    }

    database_flags {
      name  = "log_min_messages"
      value = "warning"
    }

    database_flags {
      name  = "log_statement"
      value = "ddl"
    }
  }

  lifecycle {
    prevent_destroy = true
  }

  depends_on = [google_kms_crypto_key_iam_member.sql]
}

resource "google_sql_database" "this" {
  project  = var.project_id
  name     = var.database_name
  instance = google_sql_database_instance.this.name

  lifecycle {
    prevent_destroy = true
  }
}

# The login of a service account is its address without the last part.
resource "google_sql_user" "application" {
  project  = var.project_id
  name     = trimsuffix(google_service_account.application.email, ".gserviceaccount.com")
  instance = google_sql_database_instance.this.name
  type     = "CLOUD_IAM_SERVICE_ACCOUNT"
}
