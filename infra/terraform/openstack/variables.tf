variable "region" {
  description = "The region; dc3-a or dc4-a at Infomaniak."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9._-]*$", var.region))
    error_message = "The region must be letters, digits, '-', '_' and '.'."
  }
}

variable "object_store_endpoint" {
  description = "The address of the cloud's S3, without a path: https://s3.pub1.infomaniak.cloud in dc3-a."
  type        = string

  validation {
    condition     = can(regex("^https://[A-Za-z0-9.-]+(:[0-9]+)?$", var.object_store_endpoint))
    error_message = "The address must begin with https:// and have no path."
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

variable "bucket_name" {
  description = "The bucket, which is a container of Swift; unique in the project."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,53}[a-z0-9]$", var.bucket_name))
    error_message = "The bucket's name must be 3 to 55 lower-case letters, digits and hyphens."
  }
}

variable "identity" {
  description = "How the application signs in to the objects: s3_key_pair, which the settings of the application take, or application_credential, for clients of Swift."
  type        = string
  default     = "s3_key_pair"

  validation {
    condition     = contains(["s3_key_pair", "application_credential"], var.identity)
    error_message = "The identity must be s3_key_pair or application_credential."
  }
}

variable "application_roles" {
  description = "The roles of the application credential; the least with which the cloud lets a user write objects."
  type        = set(string)
  default     = ["member"]

  validation {
    condition     = length(var.application_roles) > 0 && !contains(var.application_roles, "admin")
    error_message = "The credential must have roles, and admin is not one of them."
  }
}

variable "network_id" {
  description = "The private network of the database."
  type        = string

  validation {
    condition     = can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.network_id))
    error_message = "network_id must be the UUID of a network."
  }
}

variable "subnet_id" {
  description = "The subnet of that network in which the database has its address."
  type        = string

  validation {
    condition     = can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.subnet_id))
    error_message = "subnet_id must be the UUID of a subnet."
  }
}

variable "client_security_group_ids" {
  description = "The security groups whose members may reach the database, by a name of one's own."
  type        = map(string)

  validation {
    condition     = alltrue([for id in values(var.client_security_group_ids) : can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", id))])
    error_message = "Each must be the UUID of a security group."
  }
}

variable "image_id" {
  description = "The image of the database's machine: Debian 12 or newer, or Ubuntu 24.04 or newer, with cloud-init."
  type        = string

  validation {
    condition     = can(regex("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", var.image_id))
    error_message = "image_id must be the UUID of an image."
  }
}

variable "flavor_name" {
  description = "The size of the database's machine."
  type        = string

  validation {
    condition     = length(var.flavor_name) > 0
    error_message = "A flavour must be named."
  }
}

variable "encrypted_volume_type" {
  description = "A volume type whose volumes Cinder encrypts. openstack volume type show NAME --encryption-type says whether they are, where the cloud lets users see it."
  type        = string

  validation {
    condition     = length(var.encrypted_volume_type) > 0
    error_message = "A volume type must be named: the default of a cloud is seldom encrypted."
  }
}

variable "storage_gib" {
  description = "The size in GiB of each of the two volumes, of the data and of their backups."
  type        = number
  default     = 20

  validation {
    condition     = var.storage_gib >= 10
    error_message = "The volumes must have at least 10 GiB."
  }
}

variable "backup_days" {
  description = "Days for which the daily backups are kept."
  type        = number
  default     = 14

  validation {
    condition     = var.backup_days >= 7 && var.backup_days <= 365
    error_message = "Backups must be kept for 7 to 365 days."
  }
}

variable "database_name" {
  description = "The database."
  type        = string
  default     = "aegis"

  validation {
    condition     = can(regex("^[a-z][a-z0-9_]{0,62}$", var.database_name)) && !contains(["postgres", "template0", "template1"], var.database_name)
    error_message = "The database's name must be lower-case letters, digits and underscores, begin with a letter, and not be one of PostgreSQL's own."
  }
}

variable "database_user" {
  description = "The user as which the application connects."
  type        = string
  default     = "aegis"

  validation {
    condition     = can(regex("^[a-z][a-z0-9_]{0,62}$", var.database_user)) && !startswith(var.database_user, "pg_") && var.database_user != "postgres"
    error_message = "The user's name must be lower-case letters, digits and underscores, begin with a letter, and not be one of PostgreSQL's own."
  }
}

variable "database_password_verifier" {
  description = "What PostgreSQL keeps in place of the password, which thus is in no state and in no user data: SCRAM-SHA-256$ITERATIONS:SALT$KEY:KEY."
  type        = string
  sensitive   = true

  validation {
    condition     = can(regex("^SCRAM-SHA-256\\$[0-9]{4,7}:[A-Za-z0-9+/=]+\\$[A-Za-z0-9+/=]{44}:[A-Za-z0-9+/=]{44}$", var.database_password_verifier))
    error_message = "It must be a verifier of SCRAM-SHA-256, not the password itself."
  }
}

variable "database_certificate" {
  description = "The server's certificate, as PEM, for the name or address that the application connects to."
  type        = string

  validation {
    condition     = startswith(var.database_certificate, "-----BEGIN CERTIFICATE-----")
    error_message = "The certificate must be PEM."
  }
}

variable "database_private_key" {
  description = "The key of that certificate, as PEM. It is in the state and in the instance's user data, and good for nothing else."
  type        = string
  sensitive   = true

  validation {
    condition     = can(regex("^-----BEGIN ([A-Z]+ )?PRIVATE KEY-----", var.database_private_key))
    error_message = "The key must be PEM, and not encrypted."
  }
}

variable "database_host" {
  description = "The name or address of the database that its certificate is for; null for its address in the network."
  type        = string
  default     = null
}

variable "database_ca_file" {
  description = "Where the application has the certificate that the server's was signed with."
  type        = string

  validation {
    condition     = can(regex("^/[A-Za-z0-9._/-]+$", var.database_ca_file))
    error_message = "database_ca_file must be an absolute path of letters, digits, '.', '_', '-' and '/'."
  }
}
