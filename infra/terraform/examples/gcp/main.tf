locals {
  project = "example-project"
  region  = "europe-west6"
}

provider "google" {
  project = local.project
  region  = local.region
}

provider "google-beta" {
  project = local.project
  region  = local.region
}

module "aegis" {
  source = "../../gcp"

  project_id  = local.project
  region      = local.region
  bucket_name = "example-aegis-models"
  network_id  = "projects/example-project/global/networks/private"

  workload_identities = {
    cluster = "serviceAccount:example-project.svc.id.goog[aegis/aegis]"
    github  = "principalSet://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/github/attribute.repository/example/aegis"
  }
}

output "settings" {
  description = "The settings of the application."
  value       = module.aegis.settings
}
