variable "database_password_verifier" {
  description = "What PostgreSQL keeps in place of the password; see the module."
  type        = string
  sensitive   = true
}

variable "database_private_key" {
  description = "The key of the database's certificate, as PEM."
  type        = string
  sensitive   = true
}

provider "openstack" {
  cloud = "infomaniak"
}

module "aegis" {
  source = "../../openstack"

  region                = "dc3-a"
  object_store_endpoint = "https://s3.pub1.infomaniak.cloud"
  bucket_name           = "example-aegis-models"

  network_id                = "00000000-0000-0000-0000-000000000001"
  subnet_id                 = "00000000-0000-0000-0000-000000000002"
  client_security_group_ids = { cluster = "00000000-0000-0000-0000-000000000003" }
  image_id                  = "00000000-0000-0000-0000-000000000004"
  flavor_name               = "a2-ram4-disk0"
  encrypted_volume_type     = "encrypted"

  database_host              = "database.aegis.internal"
  database_ca_file           = "/etc/ssl/aegis/database.pem"
  database_certificate       = file("${path.module}/database.pem")
  database_private_key       = var.database_private_key
  database_password_verifier = var.database_password_verifier
}

output "settings" {
  description = "The settings of the application."
  value       = module.aegis.settings
}
