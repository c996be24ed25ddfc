# The bucket, and beside it the container in which Swift's clients keep the parts of large objects.
resource "openstack_objectstorage_container_v1" "this" {
  for_each = local.containers

  region        = var.region
  name          = each.value
  force_destroy = false

  # Nobody but the project. Swift keeps an empty list as none.
  container_read  = ""
  container_write = ""

  # Parts are written once, under names of their own: versions of them would only be paid for.
  versioning = each.value == var.bucket_name

  lifecycle {
    prevent_destroy = true
  }
}
