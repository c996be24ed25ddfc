output "settings" {
  description = "The settings of the application, by name. None is a secret: the database's token goes to libpq as PGPASSWORD or in its password file."
  value = {
    OBJECT_STORE_TYPE   = "s3"
    OBJECT_STORE_BUCKET = aws_s3_bucket.this.bucket
    OBJECT_STORE_REGION = local.region
    DATABASE_URL        = "postgresql://${var.database_user}@${aws_db_instance.this.address}:${aws_db_instance.this.port}/${var.database_name}?sslmode=verify-full&sslrootcert=${var.database_ca_file}"
  }
}

output "role_arn" {
  description = "The application's role: AWS_ROLE_ARN, or the annotation eks.amazonaws.com/role-arn of its service account."
  value       = aws_iam_role.application.arn
}

output "database_administrator_secret_arn" {
  description = "Where Secrets Manager has the administrator's password, with which the application's user is made once."
  value       = aws_db_instance.this.master_user_secret[0].secret_arn
}

output "kms_key_arn" {
  description = "The key that the objects and the database are encrypted with."
  value       = aws_kms_key.this.arn
}
