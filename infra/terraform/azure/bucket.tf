resource "azurerm_storage_account" "this" {
  # checkov:skip=CKV_AZURE_36: There is no public network that Microsoft's services could be let in from.
  # checkov:skip=CKV_AZURE_206: Three zones by default; a second region is a decision about cost and law, by var.replication.
  # checkov:skip=CKV_AZURE_33: There are no queues in it; their classic logging wants shared keys, which are off.
  # checkov:skip=CKV2_AZURE_1: Encrypted twice, with keys of the platform; one's own wants a key vault that this module does not have.
  name                = var.storage_account_name
  resource_group_name = var.resource_group_name
  location            = var.location
  tags                = var.tags

  account_kind             = "StorageV2"
  account_tier             = "Standard"
  account_replication_type = var.replication

  min_tls_version                   = "TLS1_2"
  https_traffic_only_enabled        = true
  infrastructure_encryption_enabled = true
  allow_nested_items_to_be_public   = false
  public_network_access_enabled     = false
  shared_access_key_enabled         = false
  default_to_oauth_authentication   = true
  local_user_enabled                = false
  cross_tenant_replication_enabled  = false
  allowed_copy_scope                = "AAD"

  network_rules {
    default_action = "Deny"
    bypass         = ["None"]
  }

  # A presigned URL that is to live longer is logged.
  sas_policy {
    expiration_period = "07.00:00:00"
    expiration_action = "Log"
  }

  blob_properties {
    versioning_enabled = true

    delete_retention_policy {
      days = var.noncurrent_version_days
    }

    container_delete_retention_policy {
      days = var.noncurrent_version_days
    }
  }

  lifecycle {
    prevent_destroy = true
  }
}

resource "azurerm_storage_container" "this" {
  # checkov:skip=CKV2_AZURE_21: Requests are logged by the diagnostic setting in main.tf, where a workspace is named.
  name                  = var.container_name
  storage_account_id    = azurerm_storage_account.this.id
  container_access_type = "private"

  lifecycle {
    prevent_destroy = true
  }
}

# Versions are kept until this ends them; the retention above is of deleted blobs alone.
resource "azurerm_storage_management_policy" "this" {
  storage_account_id = azurerm_storage_account.this.id

  rule {
    name    = "replaced-versions"
    enabled = true

    filters {
      blob_types = ["blockBlob"]
    }

    actions {
      version {
        delete_after_days_since_creation = var.noncurrent_version_days
      }
    }
  }
}

resource "azurerm_private_endpoint" "objects" {
  name                = "${var.name}-objects"
  resource_group_name = var.resource_group_name
  location            = var.location
  subnet_id           = var.endpoint_subnet_id
  tags                = var.tags

  private_service_connection {
    name                           = "${var.name}-objects"
    private_connection_resource_id = azurerm_storage_account.this.id
    subresource_names              = ["blob"]
    is_manual_connection           = false
  }

  private_dns_zone_group {
    name                 = "objects"
    private_dns_zone_ids = [var.blob_dns_zone_id]
  }
}
