# The service account of the application. It has no key: workloads are bound to it.

resource "google_service_account" "application" {
  project      = var.project_id
  account_id   = "${var.name}-application"
  display_name = "The objects and the database of ${var.name}"
}

resource "google_storage_bucket_iam_member" "objects" {
  bucket = google_storage_bucket.this.name
  role   = "roles/storage.objectUser"
  member = google_service_account.application.member
}

# Without a key, presigned URLs are signed by the IAM service (signBlob), in the account's own name.
resource "google_service_account_iam_member" "signing" {
  service_account_id = google_service_account.application.name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = google_service_account.application.member
}

resource "google_service_account_iam_member" "workloads" {
  for_each = var.workload_identities

  service_account_id = google_service_account.application.name
  role               = "roles/iam.workloadIdentityUser"
  member             = each.value
}

# Cloud SQL takes these roles on the project alone; the condition narrows them to this instance.
resource "google_project_iam_member" "database" {
  for_each = toset(["roles/cloudsql.client", "roles/cloudsql.instanceUser"])

  project = var.project_id
  role    = each.value
  member  = google_service_account.application.member

  condition {
    title      = "Only ${google_sql_database_instance.this.name}"
    expression = "resource.type == 'sqladmin.googleapis.com/Instance' && resource.name == 'projects/${var.project_id}/instances/${google_sql_database_instance.this.name}'"
  }
}
