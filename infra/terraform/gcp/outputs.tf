output "settings" {
  description = "The settings of the application, by name. None is a secret: there is no key and no password, the proxy logs in as the service account."
  value = {
    OBJECT_STORE_TYPE   = "gcs"
    OBJECT_STORE_BUCKET = google_storage_bucket.this.name
    DATABASE_URL        = "postgresql://${urlencode(google_sql_user.application.name)}@${var.database_proxy.host}:${var.database_proxy.port}/${google_sql_database.this.name}?sslmode=disable"
  }
}

output "service_account_email" {
  description = "The application's service account, for the annotation iam.gke.io/gcp-service-account or google-github-actions/auth."
  value       = google_service_account.application.email
}

output "database_connection_name" {
  description = "What the proxy is given: cloud-sql-proxy --private-ip --auto-iam-authn NAME."
  value       = google_sql_database_instance.this.connection_name
}

output "kms_key_name" {
  description = "The key that the objects and the database are encrypted with."
  value       = google_kms_crypto_key.this.id
}
