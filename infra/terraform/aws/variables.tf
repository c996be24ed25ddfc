variable "name" {
  description = "What the resources are named after."
  type        = string
  default     = "aegis"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}[a-z0-9]$", var.name)) && !strcontains(var.name, "--")
    error_message = "The name must be 3 to 32 lower-case letters, digits and single hyphens, and begin with a letter."
  }
}

variable "bucket_name" {
  description = "The bucket, unique in all of AWS."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.bucket_name))
    error_message = "The bucket's name must be 3 to 63 lower-case letters, digits and hyphens; with dots, TLS would not work."
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
  description = "An existing bucket that takes the access log; null for no log."
  type        = string
  default     = null
}

variable "oidc_trusts" {
  description = "Who may take the application's role, by name: the ARN of an IAM OIDC provider (a cluster's for IRSA, or GitHub's), the audience and the exact subjects of its tokens."
  type = map(object({
    provider_arn = string
    audience     = optional(string, "sts.amazonaws.com")
    subjects     = list(string)
  }))

  validation {
    condition     = length(var.oidc_trusts) > 0
    error_message = "Somebody must be trusted, else nobody can take the role."
  }

  validation {
    condition     = alltrue([for trust in values(var.oidc_trusts) : can(regex("^arn:[a-z-]+:iam::[0-9]{12}:oidc-provider/[^*]+$", trust.provider_arn))])
    error_message = "provider_arn must be the ARN of an IAM OIDC provider."
  }

  validation {
    condition     = alltrue([for trust in values(var.oidc_trusts) : length(trust.subjects) > 0 && alltrue([for subject in trust.subjects : can(regex("^[^*?]+$", subject))])])
    error_message = "Each trust must name exact subjects, without wildcards."
  }
}

variable "vpc_id" {
  description = "The network of the database."
  type        = string

  validation {
    condition     = startswith(var.vpc_id, "vpc-")
    error_message = "vpc_id must be the id of a VPC, which begins with vpc-."
  }
}

variable "private_subnet_ids" {
  description = "Subnets without a way in from the Internet, in at least two availability zones."
  type        = list(string)

  validation {
    condition     = length(distinct(var.private_subnet_ids)) >= 2
    error_message = "RDS needs subnets in at least two availability zones."
  }
}

variable "client_security_group_ids" {
  description = "The security groups whose members may reach the database, by a name of one's own."
  type        = map(string)

  validation {
    condition     = alltrue([for id in values(var.client_security_group_ids) : startswith(id, "sg-")])
    error_message = "Each must be the id of a security group, which begins with sg-."
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

variable "instance_class" {
  description = "The size of the database's machine."
  type        = string
  default     = "db.t4g.medium"

  validation {
    condition     = startswith(var.instance_class, "db.")
    error_message = "An instance class of RDS begins with db."
  }
}

variable "storage_gib" {
  description = "The database's storage in GiB; it grows by itself to four times that."
  type        = number
  default     = 20

  validation {
    condition     = var.storage_gib >= 20 && var.storage_gib <= 16384
    error_message = "The storage must be 20 to 16384 GiB."
  }
}

variable "multi_az" {
  description = "Whether a second machine in another availability zone takes over when the first fails."
  type        = bool
  default     = true
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

variable "database_name" {
  description = "The database."
  type        = string
  default     = "aegis"

  validation {
    condition     = can(regex("^[a-z][a-z0-9_]{0,62}$", var.database_name))
    error_message = "The database's name must be lower-case letters, digits and underscores, and begin with a letter."
  }
}

variable "database_user" {
  description = "The user as which the application connects; its administrator makes it once."
  type        = string
  default     = "aegis"

  validation {
    condition     = can(regex("^[a-z][a-z0-9_]{0,62}$", var.database_user)) && var.database_user != "administrator"
    error_message = "The user's name must be lower-case letters, digits and underscores, begin with a letter, and not be the administrator's."
  }
}

variable "database_ca_file" {
  description = "Where the application has the certificates of RDS (https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem), which the server's is checked with."
  type        = string

  validation {
    condition     = can(regex("^/[A-Za-z0-9._/-]+$", var.database_ca_file))
    error_message = "database_ca_file must be an absolute path of letters, digits, '.', '_', '-' and '/'."
  }
}

variable "tags" {
  description = "Tags of all resources."
  type        = map(string)
  default     = {}
}
