# What the other files share, and what keeps a mistaken deletion from going through.

data "azurerm_client_config" "current" {}

locals {
  resource_group = "/subscriptions/${data.azurerm_client_config.current.subscription_id}/resourceGroups/${var.resource_group_name}"

  logged = var.log_analytics_workspace_id == null ? {} : {
    objects  = "${azurerm_storage_account.this.id}/blobServices/default"
    database = azurerm_postgresql_flexible_server.this.id
  }
}

resource "azurerm_management_lock" "this" {
  for_each = {
    objects  = azurerm_storage_account.this.id
    database = azurerm_postgresql_flexible_server.this.id
  }

  name       = "${var.name}-${each.key}"
  scope      = each.value
  lock_level = "CanNotDelete"
  notes      = "Holds what ${var.name} keeps."
}

resource "azurerm_monitor_diagnostic_setting" "this" {
  for_each = local.logged

  name                       = "${var.name}-${each.key}"
  target_resource_id         = each.value
  log_analytics_workspace_id = var.log_analytics_workspace_id

  enabled_log {
    category_group = "audit"
  }
}
