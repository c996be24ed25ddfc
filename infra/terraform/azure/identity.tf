# The identity of the application. It has no secret: workloads are federated with it.

resource "azurerm_user_assigned_identity" "application" {
  name                = "${var.name}-application"
  resource_group_name = var.resource_group_name
  location            = var.location
  tags                = var.tags
}

# Storage Blob Data Contributor could also delete the container and change its access level.
resource "azurerm_role_definition" "objects" {
  name        = "${var.name} objects of ${var.storage_account_name}"
  scope       = local.resource_group
  description = "What the application does with the blobs of one container"

  permissions {
    data_actions = [
      "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/delete",
      "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read",
      "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write",
    ]
  }

  # No narrower scope is allowed here; what counts is that of the assignment below.
  assignable_scopes = [local.resource_group]
}

resource "azurerm_role_assignment" "objects" {
  scope              = azurerm_storage_container.this.id
  role_definition_id = azurerm_role_definition.objects.role_definition_resource_id
  principal_id       = azurerm_user_assigned_identity.application.principal_id
  principal_type     = "ServicePrincipal"
}

# Presigned URLs are signed with a user delegation key, which only the account gives; it allows no more than the
# identity itself may do.
resource "azurerm_role_assignment" "presigning" {
  scope                = azurerm_storage_account.this.id
  role_definition_name = "Storage Blob Delegator"
  principal_id         = azurerm_user_assigned_identity.application.principal_id
  principal_type       = "ServicePrincipal"
}

resource "azurerm_federated_identity_credential" "application" {
  for_each = var.federated_credentials

  name                = each.key
  resource_group_name = var.resource_group_name
  parent_id           = azurerm_user_assigned_identity.application.id
  issuer              = each.value.issuer
  subject             = each.value.subject
  audience            = ["api://AzureADTokenExchange"]
}
