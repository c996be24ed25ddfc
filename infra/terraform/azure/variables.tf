variable "resource_group_name" {
  description = "The resource group."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9._()-]{1,90}$", var.resource_group_name))
    error_message = "A resource group's name is 1 to 90 letters, digits, '.', '_', '(', ')' and '-'."
  }
}

variable "location" {
  description = "The region."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9]+$", var.location))
    error_message = "The region must be in its short form, as switzerlandnorth."
  }
}

variable "name" {
  description = "What the resources are named after."
  type        = string
  default     = "aegis"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.name))
    error_message = "The name must be 3 to 32 lower-case letters, digits and hyphens, and begin with a letter."
  }
}

variable "storage_account_name" {
  description = "The storage account, unique in all of Azure."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9]{3,24}$", var.storage_account_name))
    error_message = "A storage account's name is 3 to 24 lower-case letters and digits."
  }
}

variable "container_name" {
  description = "The container, which is the application's bucket."
  type        = string
  default     = "aegis"

  validation {
    condition     = can(regex("^[a-z0-9](-?[a-z0-9]){2,62}$", var.container_name))
    error_message = "A container's name is 3 to 63 lower-case letters, digits and single hyphens."
  }
}

variable "replication" {
  description = "Where the objects' copies are: ZRS in three zones, GZRS in a second region too, LRS in one building."
  type        = string
  default     = "ZRS"

  validation {
    condition     = contains(["LRS", "ZRS", "GRS", "GZRS"], var.replication)
    error_message = "The replication must be LRS, ZRS, GRS or GZRS."
  }
}

variable "noncurrent_version_days" {
  description = "Days for which replaced and deleted objects can be brought back."
  type        = number
  default     = 90

  validation {
    condition     = var.noncurrent_version_days >= 7 && var.noncurrent_version_days <= 365
    error_message = "Replaced objects must stay for 7 to 365 days."
  }
}

variable "endpoint_subnet_id" {
  description = "The subnet in which the application reaches the objects."
  type        = string

  validation {
    condition     = can(regex("/virtualNetworks/[^/]+/subnets/[^/]+$", var.endpoint_subnet_id))
    error_message = "endpoint_subnet_id must be the id of a subnet."
  }
}

variable "blob_dns_zone_id" {
  description = "The private DNS zone privatelink.blob.core.windows.net that the network is linked with."
  type        = string

  validation {
    condition     = endswith(var.blob_dns_zone_id, "/privatelink.blob.core.windows.net")
    error_message = "blob_dns_zone_id must be the id of a zone privatelink.blob.core.windows.net."
  }
}

variable "federated_credentials" {
  description = "Who may act as the application's identity, by name: the issuer and the exact subject of tokens of a cluster's service account or of GitHub Actions."
  type = map(object({
    issuer  = string
    subject = string
  }))

  validation {
    condition     = length(var.federated_credentials) > 0
    error_message = "Somebody must be federated, as the identity has no secret."
  }

  validation {
    condition     = alltrue([for one in values(var.federated_credentials) : startswith(one.issuer, "https://") && can(regex("^[^*]+$", one.subject))])
    error_message = "Each must have an issuer that begins with https:// and an exact subject, without wildcards."
  }
}

variable "server_name" {
  description = "The database's server, unique in all of Azure."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.server_name))
    error_message = "A server's name is 3 to 63 lower-case letters, digits and hyphens."
  }
}

variable "database_subnet_id" {
  description = "A subnet delegated to Microsoft.DBforPostgreSQL/flexibleServers, for nothing else."
  type        = string

  validation {
    condition     = can(regex("/virtualNetworks/[^/]+/subnets/[^/]+$", var.database_subnet_id))
    error_message = "database_subnet_id must be the id of a subnet."
  }
}

variable "database_dns_zone_id" {
  description = "The private DNS zone, NAME.postgres.database.azure.com, that the network is linked with."
  type        = string

  validation {
    condition     = endswith(var.database_dns_zone_id, ".postgres.database.azure.com")
    error_message = "database_dns_zone_id must be the id of a zone that ends with .postgres.database.azure.com."
  }
}

variable "database_administrator" {
  description = "The user, group or service principal of Entra that administers the database."
  type = object({
    object_id      = string
    principal_name = string
    principal_type = optional(string, "Group")
  })

  validation {
    condition     = contains(["Group", "ServicePrincipal", "User"], var.database_administrator.principal_type)
    error_message = "The administrator's principal_type must be Group, ServicePrincipal or User."
  }
}

variable "postgresql_version" {
  description = "The major version of PostgreSQL."
  type        = number
  default     = 17

  validation {
    condition     = var.postgresql_version >= 15 && floor(var.postgresql_version) == var.postgresql_version
    error_message = "The version must be a whole number from 15 on."
  }
}

variable "sku_name" {
  description = "The size of the database's machine; burstable ones (B_) cannot have a second."
  type        = string
  default     = "GP_Standard_D2ds_v5"

  validation {
    condition     = can(regex("^(B|GP|MO)_Standard_", var.sku_name))
    error_message = "The size must begin with B_Standard_, GP_Standard_ or MO_Standard_."
  }
}

variable "storage_gib" {
  description = "The database's storage in GiB; it grows by itself."
  type        = number
  default     = 32

  validation {
    condition     = contains([32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384], var.storage_gib)
    error_message = "The storage must be a power of two from 32 to 16384 GiB."
  }
}

variable "multi_zone" {
  description = "Whether a second machine in another zone takes over when the first fails."
  type        = bool
  default     = true

  validation {
    condition     = !var.multi_zone || !startswith(var.sku_name, "B_")
    error_message = "A burstable machine cannot have a second; choose another sku_name, or multi_zone = false."
  }
}

variable "backup_days" {
  description = "Days to which the database can be set back."
  type        = number
  default     = 14

  validation {
    condition     = var.backup_days >= 7 && var.backup_days <= 35
    error_message = "Backups must be kept for 7 to 35 days."
  }
}

variable "geo_redundant_backup" {
  description = "Whether backups are also kept in the paired region."
  type        = bool
  default     = false
}

variable "database_name" {
  description = "The database."
  type        = string
  default     = "aegis"

  validation {
    condition     = can(regex("^[a-z][a-z0-9_]{0,62}$", var.database_name))
    error_message = "The database's name must be lower-case letters, digits and underscores, and begin with a letter."
  }
}

variable "database_ca_file" {
  description = "Where the application has the roots that the server's certificate is checked with: DigiCert Global Root G2 and Microsoft RSA Root CA 2017."
  type        = string

  validation {
    condition     = can(regex("^/[A-Za-z0-9._/-]+$", var.database_ca_file))
    error_message = "database_ca_file must be an absolute path of letters, digits, '.', '_', '-' and '/'."
  }
}

variable "log_analytics_workspace_id" {
  description = "The workspace that takes the audit logs; null for no logs."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of all resources that have them."
  type        = map(string)
  default     = {}
}
