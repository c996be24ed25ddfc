# What the other files share: the project and the user that the provider signs in as.

data "openstack_identity_auth_scope_v3" "current" {
  name = "current"
}

locals {
  project_id = data.openstack_identity_auth_scope_v3.current.project_id
  containers = toset([var.bucket_name, "${var.bucket_name}_segments"])
}
