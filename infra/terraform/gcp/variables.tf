variable "project_id" {
  description = "The project."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project_id))
    error_message = "A project's id is 6 to 30 lower-case letters, digits and hyphens, and begins with a letter."
  }
}

variable "region" {
  description = "The region of bucket, key and database."
  type        = string

  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]+$", var.region))
    error_message = "The region must be one region, as europe-west6; the key cannot be of several."
  }
}

variable "name" {
  description = "What the resources are named after."
  type        = string
  default     = "aegis"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,16}[a-z0-9]$", var.name))
    error_message = "The name must be 3 to 18 lower-case letters, digits and hyphens, and begin with a letter."
  }
}

variable "bucket_name" {
  description = "The bucket, unique in all of Google Cloud."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$", var.bucket_name)) && !startswith(var.bucket_name, "goog")
    error_message = "The bucket's name must be 3 to 63 lower-case letters, digits, hyphens and underscores, and not begin with goog."
  }
}

variable "noncurrent_version_days" {
  description = "Days for which replaced and deleted objects can be brought back."
  type        = number
  default     = 90

  validation {
    condition     = var.noncurrent_version_days >= 7
    error_message = "Replaced objects must stay for at least 7 days."
  }
}

variable "access_log_bucket" {
  description = "An existing bucket that takes the usage log; null for no log."
  type        = string
  default     = null
}

variable "workload_identities" {
  description = "Who may act as the application's service account, by name: serviceAccount:PROJECT.svc.id.goog[NAMESPACE/NAME] on GKE, a principal:// or a principalSet:// of a pool, as GitHub's."
  type        = map(string)

  validation {
    condition     = length(var.workload_identities) > 0
    error_message = "Somebody must be bound, as the service account has no key."
  }

  validation {
    condition = alltrue([for member in values(var.workload_identities) : can(regex(
      "^(serviceAccount:[a-z0-9-]+\\.svc\\.id\\.goog\\[[^/*]+/[^/*]+\\]|principal(Set)?://iam\\.googleapis\\.com/projects/[0-9]+/locations/global/workloadIdentityPools/[^/]+/(subject|group|attribute\\.[a-z_]+)/[^*]+)$",
      member,
    ))])
    error_message = "Each must be one workload's identity; a whole pool, allUsers and allAuthenticatedUsers are not."
  }
}

variable "network_id" {
  description = "The network of the database, which has private services access (a peering with servicenetworking.googleapis.com): projects/PROJECT/global/networks/NAME."
  type        = string

  validation {
    condition     = can(regex("^projects/[^/]+/global/networks/[^/]+$", var.network_id))
    error_message = "network_id must be projects/PROJECT/global/networks/NAME."
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

variable "tier" {
  description = "The size of the database's machine."
  type        = string
  default     = "db-custom-2-8192"

  validation {
    condition     = startswith(var.tier, "db-custom-")
    error_message = "The tier must be db-custom-CPUS-MIB; machines with a shared processor have no guarantee."
  }
}

variable "storage_gib" {
  description = "The database's storage in GiB; it grows by itself."
  type        = number
  default     = 20

  validation {
    condition     = var.storage_gib >= 10
    error_message = "The storage must be at least 10 GiB."
  }
}

variable "multi_zone" {
  description = "Whether a second machine in another zone takes over when the first fails."
  type        = bool
  default     = true
}

variable "backup_days" {
  description = "Daily backups that are kept."
  type        = number
  default     = 14

  validation {
    condition     = var.backup_days >= 7 && var.backup_days <= 365
    error_message = "From 7 to 365 backups must be kept."
  }
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

variable "database_proxy" {
  description = "Where the application reaches the Cloud SQL Auth Proxy, which runs beside it."
  type = object({
    host = optional(string, "127.0.0.1")
    port = optional(number, 5432)
  })
  default = {}

  validation {
    condition     = contains(["127.0.0.1", "localhost"], var.database_proxy.host)
    error_message = "The proxy must be on loopback: what reaches it needs no password and has no TLS."
  }

  validation {
    condition     = var.database_proxy.port >= 1 && var.database_proxy.port <= 65535
    error_message = "The port must be 1 to 65535."
  }
}

variable "labels" {
  description = "Labels of all resources that have them."
  type        = map(string)
  default     = {}
}
