locals {
  subscription = "/subscriptions/00000000-0000-0000-0000-000000000000"
  network      = "${local.subscription}/resourceGroups/network/providers/Microsoft.Network"
}

provider "azurerm" {
  features {}

  # The account has no keys.
  storage_use_azuread = true
}

module "aegis" {
  source = "../../azure"

  resource_group_name  = "aegis"
  location             = "switzerlandnorth"
  storage_account_name = "exampleaegismodels"
  server_name          = "example-aegis"

  endpoint_subnet_id   = "${local.network}/virtualNetworks/private/subnets/endpoints"
  blob_dns_zone_id     = "${local.network}/privateDnsZones/privatelink.blob.core.windows.net"
  database_subnet_id   = "${local.network}/virtualNetworks/private/subnets/database"
  database_dns_zone_id = "${local.network}/privateDnsZones/aegis.postgres.database.azure.com"
  database_ca_file     = "/etc/ssl/aegis/azure.pem"

  database_administrator = {
    object_id      = "00000000-0000-0000-0000-000000000001"
    principal_name = "database-administrators"
  }

  federated_credentials = {
    cluster = {
      issuer  = "https://switzerlandnorth.oic.prod-aks.azure.com/00000000-0000-0000-0000-000000000002/00000000-0000-0000-0000-000000000003/"
      subject = "system:serviceaccount:aegis:aegis"
    }
    github = {
      issuer  = "https://token.actions.githubusercontent.com"
      subject = "repo:example/aegis:environment:production"
    }
  }
}

output "settings" {
  description = "The settings of the application."
  value       = module.aegis.settings
}
