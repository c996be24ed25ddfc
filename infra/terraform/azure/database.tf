resource "azurerm_postgresql_flexible_server" "this" {
  # checkov:skip=CKV_AZURE_136: A copy of the backups in a second region is a decision about cost and law; var.geo_redundant_backup makes it.
  # checkov:skip=CKV2_AZURE_57: The server is inside the network, by a delegated subnet; that excludes an endpoint.
  name                = var.server_name
  resource_group_name = var.resource_group_name
  location            = var.location
  tags                = var.tags

  version           = tostring(var.postgresql_version)
  sku_name          = var.sku_name
  storage_mb        = var.storage_gib * 1024
  auto_grow_enabled = true

  public_network_access_enabled = false
  delegated_subnet_id           = var.database_subnet_id
  private_dns_zone_id           = var.database_dns_zone_id

  backup_retention_days        = var.backup_days
  geo_redundant_backup_enabled = var.geo_redundant_backup

  authentication {
    active_directory_auth_enabled = true
    password_auth_enabled         = false
    tenant_id                     = data.azurerm_client_config.current.tenant_id
  }

  dynamic "high_availability" {
    for_each = var.multi_zone ? ["ZoneRedundant"] : []

    content {
      mode = high_availability.value
    }
  }

  lifecycle {
    prevent_destroy = true
    # After a failover the machines have changed places.
    ignore_changes = [zone, high_availability[0].standby_availability_zone]
  }
}

resource "azurerm_postgresql_flexible_server_configuration" "this" {
  for_each = {
    "connection_throttle.enable" = "on"
    "log_checkpoints"            = "on"
    "log_connections"            = "on"
    "log_disconnections"         = "on"
    "log_statement"              = "ddl"
    "require_secure_transport"   = "on"
    "ssl_min_protocol_version"   = "TLSv1.2"
  }

  name      = each.key
  server_id = azurerm_postgresql_flexible_server.this.id
  value     = each.value
}

resource "azurerm_postgresql_flexible_server_database" "this" {
  name      = var.database_name
  server_id = azurerm_postgresql_flexible_server.this.id
  charset   = "UTF8"
  collation = "en_US.utf8"

  lifecycle {
    prevent_destroy = true
  }
}

# Not the application: whoever this is makes its login once.
resource "azurerm_postgresql_flexible_server_active_directory_administrator" "this" {
  server_name         = azurerm_postgresql_flexible_server.this.name
  resource_group_name = var.resource_group_name
  tenant_id           = data.azurerm_client_config.current.tenant_id
  object_id           = var.database_administrator.object_id
  principal_name      = var.database_administrator.principal_name
  principal_type      = var.database_administrator.principal_type
}
