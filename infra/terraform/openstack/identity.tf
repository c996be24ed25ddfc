# The settings of the application take a key pair of S3; clients of Swift take an application credential.

resource "openstack_identity_ec2_credential_v3" "application" {
  count = var.identity == "s3_key_pair" ? 1 : 0

  region     = var.region
  project_id = local.project_id
}

resource "openstack_identity_application_credential_v3" "application" {
  count = var.identity == "application_credential" ? 1 : 0

  region       = var.region
  name         = "${var.name}-application"
  description  = "The objects of ${var.bucket_name}"
  roles        = var.application_roles
  unrestricted = false

  dynamic "access_rules" {
    for_each = setproduct(local.containers, ["GET", "HEAD"])

    content {
      service = "object-store"
      method  = access_rules.value[1]
      path    = "/v1/AUTH_${local.project_id}/${access_rules.value[0]}"
    }
  }

  dynamic "access_rules" {
    for_each = setproduct(local.containers, ["DELETE", "GET", "HEAD", "PUT"])

    content {
      service = "object-store"
      method  = access_rules.value[1]
      path    = "/v1/AUTH_${local.project_id}/${access_rules.value[0]}/**"
    }
  }
}
