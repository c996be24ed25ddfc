output "settings" {
  description = "The settings of the application, by name. None is a secret: the database's token goes to libpq as PGPASSWORD or in its password file."
  value = {
    OBJECT_STORE_TYPE     = "azure"
    OBJECT_STORE_BUCKET   = azurerm_storage_container.this.name
    OBJECT_STORE_ENDPOINT = trimsuffix(azurerm_storage_account.this.primary_blob_endpoint, "/")
    DATABASE_URL          = "postgresql://${azurerm_user_assigned_identity.application.name}@${azurerm_postgresql_flexible_server.this.fqdn}:5432/${azurerm_postgresql_flexible_server_database.this.name}?sslmode=verify-full&sslrootcert=${var.database_ca_file}"
  }
}

output "client_id" {
  description = "The application's identity: AZURE_CLIENT_ID, or the annotation azure.workload.identity/client-id of its service account."
  value       = azurerm_user_assigned_identity.application.client_id
}

output "principal_id" {
  description = "The identity's object, with which the administrator makes its login in the database."
  value       = azurerm_user_assigned_identity.application.principal_id
}
