output "settings" {
  description = "The settings of the application, by name, that are no secret. The database's password goes to libpq as PGPASSWORD or in its password file."
  value = {
    OBJECT_STORE_TYPE     = "infomaniak"
    OBJECT_STORE_BUCKET   = var.bucket_name
    OBJECT_STORE_ENDPOINT = var.object_store_endpoint
    OBJECT_STORE_REGION   = var.region
    DATABASE_URL          = "postgresql://${var.database_user}@${coalesce(var.database_host, openstack_networking_port_v2.database.all_fixed_ips[0])}:5432/${var.database_name}?sslmode=verify-full&sslrootcert=${var.database_ca_file}"
  }
}

output "secret_settings" {
  description = "The settings that are secrets: the key pair, where the identity is one."
  sensitive   = true
  value = {
    for setting, value in {
      OBJECT_STORE_ACCESS_KEY = one(openstack_identity_ec2_credential_v3.application[*].access)
      OBJECT_STORE_SECRET_KEY = one(openstack_identity_ec2_credential_v3.application[*].secret)
    } : setting => value if value != null
  }
}

output "application_credential_id" {
  description = "OS_APPLICATION_CREDENTIAL_ID, where the identity is an application credential; else null."
  value       = one(openstack_identity_application_credential_v3.application[*].id)
}

output "application_credential_secret" {
  description = "OS_APPLICATION_CREDENTIAL_SECRET, where the identity is an application credential; else null."
  sensitive   = true
  value       = one(openstack_identity_application_credential_v3.application[*].secret)
}

output "database_address" {
  description = "The database's address in its network, which a name in its certificate has to lead to."
  value       = openstack_networking_port_v2.database.all_fixed_ips[0]
}
