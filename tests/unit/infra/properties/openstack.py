"""The promises of the module for OpenStack."""

from __future__ import annotations

from tests.unit.infra.modules import Module, inner
from tests.unit.infra.properties.promise import promise

RULES = [
    {
        "for_each": '${setproduct(local.containers, ["GET", "HEAD"])}',
        "path": "/v1/AUTH_${local.project_id}/${access_rules.value[0]}",
    },
    {
        "for_each": '${setproduct(local.containers, ["DELETE", "GET", "HEAD", "PUT"])}',
        "path": "/v1/AUTH_${local.project_id}/${access_rules.value[0]}/**",
    },
]
"""The requests that the application credential allows."""


def _cloud_init(module: Module) -> str:
    return (module.folder / "database.yaml.tftpl").read_text(encoding="utf-8")


def _rules(module: Module) -> bool:
    credential = module.only("openstack_identity_application_credential_v3")
    rules = [one["access_rules"] for one in credential["dynamic"]]
    contents = [inner(rule, "content") for rule in rules]
    found = [
        {"for_each": rule["for_each"], "path": content["path"]}
        for rule, content in zip(rules, contents, strict=True)
    ]
    return (
        found == RULES
        and all(content["service"] == "object-store" for content in contents)
        and credential["unrestricted"] is False
        and credential["roles"] == "${var.application_roles}"
    )


def _nothing_public(module: Module) -> bool:
    bucket = module.only("openstack_objectstorage_container_v1")
    return (bucket["container_read"], bucket["container_write"]) == ("", "")


def _encrypted(module: Module) -> bool:
    kind = "${var.encrypted_volume_type}"
    boot = inner(module.only("openstack_compute_instance_v2"), "block_device")
    volume = module.only("openstack_blockstorage_volume_v3")
    return (
        volume["volume_type"] == boot["volume_type"] == kind
        and "default" not in module.variables["encrypted_volume_type"]
    )


def _tls(module: Module) -> bool:
    configured = _cloud_init(module)
    logins = [line.split() for line in configured.splitlines() if "scram" in line or "peer" in line]
    return (
        "      ssl = on\n" in configured
        and "ssl_min_protocol_version = 'TLSv1.2'" in configured
        and [login[0] for login in logins if login[0] not in ("password_encryption", "#")]
        == ["local", "hostssl"]
        and "trust" not in configured
    )


def _private(module: Module) -> bool:
    group = module.only("openstack_networking_secgroup_v2")
    rules = module.of_type("openstack_networking_secgroup_rule_v2")
    incoming = [rule for rule in rules if rule["direction"] == "ingress"]
    port = module.only("openstack_networking_port_v2")
    return (
        group["delete_default_rules"] is True
        and [(rule.get("remote_group_id"), rule["port_range_max"]) for rule in incoming]
        == [("${each.value}", 5432)]
        and port["port_security_enabled"] is True
        and port["security_group_ids"] == ["${openstack_networking_secgroup_v2.database.id}"]
        and not any("floatingip" in address for address in module.resources)
    )


def _without_password(module: Module) -> bool:
    verifier = module.variables["database_password_verifier"]
    return (
        "SCRAM-SHA-256" in verifier["validation"][0]["condition"]
        and not {
            "admin_pass",
            "key_pair",
        }
        & module.only("openstack_compute_instance_v2").keys()
    )


def _kept_from_deletion(module: Module) -> bool:
    bucket = module.only("openstack_objectstorage_container_v1")
    instance = module.only("openstack_compute_instance_v2")
    (volumes,) = instance["dynamic"]
    kept = ("openstack_blockstorage_volume_v3", "openstack_objectstorage_container_v1")
    return (
        bucket["force_destroy"] is False
        and inner(volumes["block_device"], "content")["delete_on_termination"] is False
        and all(inner(module.only(kind), "lifecycle")["prevent_destroy"] is True for kind in kept)
    )


OPENSTACK = [
    promise(
        "the database's volumes are encrypted",
        _encrypted,
        (
            "database.tf",
            "  size        = var.storage_gib\n  volume_type = var.encrypted_volume_type\n",
            "  size        = var.storage_gib\n",
        ),
    ),
    promise(
        "nothing is public",
        _nothing_public,
        ("bucket.tf", 'container_read  = ""', 'container_read  = ".r:*,.rlistings"'),
    ),
    promise(
        "versions are kept",
        lambda m: (
            m.only("openstack_objectstorage_container_v1")["versioning"] == "${each.value == var.bucket_name}"
        ),
        ("bucket.tf", "versioning = each.value == var.bucket_name", "versioning = false"),
    ),
    promise(
        "the objects are reached by TLS alone",
        lambda m: "^https://" in m.variables["object_store_endpoint"]["validation"][0]["condition"],
        ("variables.tf", "^https://", "^https?://"),
    ),
    promise(
        "the database is reached by TLS alone",
        _tls,
        ("database.yaml.tftpl", "hostssl ", "host    "),
        ("database.yaml.tftpl", "TLSv1.2", "TLSv1"),
    ),
    promise(
        "the database has no public address",
        _private,
        ("database.tf", "remote_group_id   = each.value", 'remote_ip_prefix  = "0.0.0.0/0"'),
        (
            "database.tf",
            "# Packages and",
            'resource "openstack_networking_floatingip_v2" "more" {\n}\n\n# Packages and',
        ),
    ),
    promise(
        "nobody's password is in the state",
        _without_password,
        ("database.tf", "  config_drive = true\n", '  admin_pass = "x"\n'),
    ),
    promise(
        "the database is backed up",
        lambda m: "systemctl enable --now aegis-backup.timer" in _cloud_init(m),
        ("database.yaml.tftpl", "      systemctl enable --now aegis-backup.timer\n", ""),
    ),
    promise(
        "nothing is deleted by mistake",
        _kept_from_deletion,
        ("database.tf", "delete_on_termination = false", "delete_on_termination = true"),
        ("bucket.tf", "force_destroy = false", "force_destroy = true"),
    ),
    promise(
        "the application credential reaches the bucket alone",
        _rules,
        ("identity.tf", "unrestricted = false", "unrestricted = true"),
        ("identity.tf", '["DELETE", "GET", "HEAD", "PUT"]', '["DELETE", "GET", "HEAD", "POST", "PUT"]'),
        ("identity.tf", "/${access_rules.value[0]}/**", "/**"),
    ),
]
