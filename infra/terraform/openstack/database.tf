# PostgreSQL on an instance of its own: what a managed database would promise is not the same on each OpenStack.

resource "openstack_networking_secgroup_v2" "database" {
  region               = var.region
  name                 = "${var.name}-database"
  description          = "PostgreSQL from the application alone"
  delete_default_rules = true
}

resource "openstack_networking_secgroup_rule_v2" "clients" {
  for_each = var.client_security_group_ids

  region            = var.region
  security_group_id = openstack_networking_secgroup_v2.database.id
  description       = "PostgreSQL from ${each.key}"
  direction         = "ingress"
  ethertype         = "IPv4"
  protocol          = "tcp"
  port_range_min    = 5432
  port_range_max    = 5432
  remote_group_id   = each.value
}

# Packages and their corrections, names and time; nothing comes in this way.
resource "openstack_networking_secgroup_rule_v2" "out" {
  for_each = {
    http    = { protocol = "tcp", port = 80 }
    https   = { protocol = "tcp", port = 443 }
    dns     = { protocol = "udp", port = 53 }
    dns_tcp = { protocol = "tcp", port = 53 }
    ntp     = { protocol = "udp", port = 123 }
  }

  region            = var.region
  security_group_id = openstack_networking_secgroup_v2.database.id
  direction         = "egress"
  ethertype         = "IPv4"
  protocol          = each.value.protocol
  port_range_min    = each.value.port
  port_range_max    = each.value.port
  remote_ip_prefix  = "0.0.0.0/0"
}

resource "openstack_networking_port_v2" "database" {
  region                = var.region
  name                  = "${var.name}-database"
  network_id            = var.network_id
  security_group_ids    = [openstack_networking_secgroup_v2.database.id]
  port_security_enabled = true
  admin_state_up        = true

  fixed_ip {
    subnet_id = var.subnet_id
  }
}

resource "openstack_blockstorage_volume_v3" "database" {
  for_each = toset(["data", "backups"])

  region      = var.region
  name        = "${var.name}-database-${each.value}"
  size        = var.storage_gib
  volume_type = var.encrypted_volume_type

  lifecycle {
    prevent_destroy = true
    # Another type is a new volume, without what is on this one.
    ignore_changes = [volume_type]
  }
}

resource "openstack_compute_instance_v2" "database" {
  region       = var.region
  name         = "${var.name}-database"
  flavor_name  = var.flavor_name
  config_drive = true

  user_data = templatefile("${path.module}/database.yaml.tftpl", {
    backup_days   = var.backup_days
    data_device   = "/dev/disk/by-id/virtio-${substr(openstack_blockstorage_volume_v3.database["data"].id, 0, 20)}"
    backup_device = "/dev/disk/by-id/virtio-${substr(openstack_blockstorage_volume_v3.database["backups"].id, 0, 20)}"
    name          = var.database_name
    user          = var.database_user
    verifier      = var.database_password_verifier
    certificate   = var.database_certificate
    key           = var.database_private_key
  })

  block_device {
    source_type           = "image"
    uuid                  = var.image_id
    destination_type      = "volume"
    volume_type           = var.encrypted_volume_type
    volume_size           = 20
    boot_index            = 0
    delete_on_termination = true
  }

  # Of no boot order, and there before cloud-init mounts them.
  dynamic "block_device" {
    for_each = toset(["data", "backups"])

    content {
      source_type           = "volume"
      uuid                  = openstack_blockstorage_volume_v3.database[block_device.value].id
      destination_type      = "volume"
      boot_index            = -1
      delete_on_termination = false
    }
  }

  network {
    port = openstack_networking_port_v2.database.id
  }

  lifecycle {
    # A new image or password is not a new machine.
    ignore_changes = [user_data, block_device]
  }
}
