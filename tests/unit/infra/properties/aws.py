"""The promises of the module for AWS."""

from __future__ import annotations

from typing import Any

from tests.unit.infra.modules import Module, inner
from tests.unit.infra.properties.promise import promise

BUCKET, OBJECTS = "${aws_s3_bucket.this.arn}", "${aws_s3_bucket.this.arn}/*"
KEY = "${aws_kms_key.this.arn}"

PERMISSIONS = {
    BUCKET: ["s3:ListBucket"],
    OBJECTS: ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
    KEY: ["kms:Decrypt", "kms:GenerateDataKey"],
    "arn:${local.partition}:rds-db:${local.region}:${local.account}:dbuser:"
    "${aws_db_instance.this.resource_id}/${var.database_user}": ["rds-db:connect"],
}
"""What the application may do, by what it may do that to."""


def _document(module: Module, name: str) -> list[dict[str, Any]]:
    statements: list[dict[str, Any]] = module.resources[f"data.aws_iam_policy_document.{name}"]["statement"]
    return statements


def _permissions(module: Module) -> bool:
    granted = {
        resource: sorted(statement["actions"])
        for statement in _document(module, "application")
        for resource in statement["resources"]
    }
    allowing = all(
        statement.get("effect", "Allow") == "Allow" and "not_actions" not in statement
        for statement in _document(module, "application")
    )
    kinds = ("aws_iam_role_policy", "aws_iam_role_policy_attachment", "aws_iam_policy")
    grants = [block for kind in kinds for block in module.of_type(kind)]
    document = "${data.aws_iam_policy_document.application.json}"
    return granted == PERMISSIONS and allowing and [one.get("policy") for one in grants] == [document]


def _key_only_through_s3(module: Module) -> bool:
    (statement,) = [one for one in _document(module, "application") if one["resources"] == [KEY]]
    (condition,) = statement["condition"]
    service = "s3.${local.region}.${data.aws_partition.current.dns_suffix}"
    found: tuple[str, list[str]] = condition["variable"], condition["values"]
    return found == ("kms:ViaService", [service])


def _trust(module: Module) -> bool:
    (dynamic,) = module.resources["data.aws_iam_policy_document.trust"]["dynamic"]
    conditions = inner(dynamic["statement"], "content")["condition"]
    return [(one["test"], one["variable"].rsplit(":", 1)[1], one["values"]) for one in conditions] == [
        ("StringEquals", "aud", ["${statement.value.audience}"]),
        ("StringEquals", "sub", "${statement.value.subjects}"),
    ]


def _refuses(module: Module, variable: str, value: str) -> bool:
    resources = [BUCKET, OBJECTS]
    return any(
        (statement["effect"], statement["actions"], statement["resources"]) == ("Deny", ["s3:*"], resources)
        and inner(statement, "condition").get("variable") == variable
        and inner(statement, "condition")["values"] == [value]
        and inner(statement, "principals")["identifiers"] == ["*"]
        for statement in _document(module, "bucket")
    )


def _public_access(module: Module) -> bool:
    block = module.only("aws_s3_bucket_public_access_block")
    switches = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
    return all(block[switch] is True for switch in switches)


def _encryption(module: Module) -> bool:
    rule = inner(module.only("aws_s3_bucket_server_side_encryption_configuration"), "rule")
    default = inner(rule, "apply_server_side_encryption_by_default")
    return default == {"sse_algorithm": "aws:kms", "kms_master_key_id": KEY}


def _parameter(module: Module, name: str, value: str) -> bool:
    return {"name": name, "value": value} in module.only("aws_db_parameter_group")["parameter"]


def _private(module: Module) -> bool:
    database = module.only("aws_db_instance")
    rule = module.only("aws_vpc_security_group_ingress_rule")
    return (
        database["publicly_accessible"] is False
        and database["vpc_security_group_ids"] == ["${aws_security_group.database.id}"]
        and rule["referenced_security_group_id"] == "${each.value}"
        and not {"cidr_ipv4", "cidr_ipv6"} & rule.keys()
        and rule["from_port"] == rule["to_port"] == 5432
    )


def _kept_from_deletion(module: Module) -> bool:
    database, bucket = module.only("aws_db_instance"), module.only("aws_s3_bucket")
    return (
        database["deletion_protection"] is True
        and database["skip_final_snapshot"] is False
        and bucket["force_destroy"] is False
        and all(
            inner(module.only(kind), "lifecycle")["prevent_destroy"] is True
            for kind in ("aws_db_instance", "aws_kms_key", "aws_s3_bucket")
        )
    )


def _without_password(module: Module) -> bool:
    database = module.only("aws_db_instance")
    return (
        database["manage_master_user_password"] is True
        and database["iam_database_authentication_enabled"] is True
        and "password" not in database
    )


AWS = [
    promise(
        "objects are encrypted with the module's key",
        _encryption,
        ("bucket.tf", '"aws:kms"', '"AES256"'),
    ),
    promise(
        "the database is encrypted with the module's key",
        lambda m: (
            (m.only("aws_db_instance")["storage_encrypted"], m.only("aws_db_instance")["kms_key_id"])
            == (True, KEY)
        ),
        ("database.tf", "storage_encrypted     = true", "storage_encrypted     = false"),
    ),
    promise(
        "the key is renewed",
        lambda m: m.only("aws_kms_key")["enable_key_rotation"] is True,
        ("main.tf", "enable_key_rotation     = true", "enable_key_rotation     = false"),
    ),
    promise(
        "nothing is public",
        _public_access,
        ("bucket.tf", "restrict_public_buckets = true", "restrict_public_buckets = false"),
        ("bucket.tf", "  block_public_acls       = true\n", ""),
    ),
    promise(
        "access lists are off",
        lambda m: (
            inner(m.only("aws_s3_bucket_ownership_controls"), "rule")["object_ownership"]
            == "BucketOwnerEnforced"
        ),
        ("bucket.tf", "BucketOwnerEnforced", "ObjectWriter"),
    ),
    promise(
        "versions are kept",
        lambda m: (
            inner(m.only("aws_s3_bucket_versioning"), "versioning_configuration")["status"] == "Enabled"
        ),
        (
            "bucket.tf",
            'status = "Enabled"\n  }\n}\n\nresource "aws_s3_bucket_server',
            'status = "Suspended"\n  }\n}\n\nresource "aws_s3_bucket_server',
        ),
    ),
    promise(
        "the bucket is reached by TLS alone",
        lambda m: _refuses(m, "aws:SecureTransport", "false"),
        ("bucket.tf", '"aws:SecureTransport"', '"aws:MultiFactorAuthPresent"'),
    ),
    promise(
        "the bucket is reached by no TLS older than 1.2",
        lambda m: _refuses(m, "s3:TlsVersion", "1.2"),
        ("bucket.tf", '["1.2"]', '["1.0"]'),
    ),
    promise(
        "the database is reached by TLS alone",
        lambda m: (
            _parameter(m, "rds.force_ssl", "1") and _parameter(m, "ssl_min_protocol_version", "TLSv1.2")
        ),
        (
            "database.tf",
            'name  = "rds.force_ssl"\n    value = "1"',
            'name  = "rds.force_ssl"\n    value = "0"',
        ),
        ("database.tf", "TLSv1.2", "TLSv1"),
    ),
    promise(
        "the database has no public address",
        _private,
        ("database.tf", "publicly_accessible    = false", "publicly_accessible    = true"),
        ("database.tf", "referenced_security_group_id = each.value", 'cidr_ipv4 = "0.0.0.0/0"'),
    ),
    promise(
        "nobody's password is in the state",
        _without_password,
        ("database.tf", "manage_master_user_password         = true", 'password = "x"'),
    ),
    promise(
        "the database is backed up",
        lambda m: m.only("aws_db_instance")["backup_retention_period"] == "${var.backup_days}",
        ("database.tf", "= var.backup_days", "= 0"),
    ),
    promise(
        "nothing is deleted by mistake",
        _kept_from_deletion,
        ("database.tf", "deletion_protection       = true", "deletion_protection       = false"),
        ("bucket.tf", "force_destroy = false", "force_destroy = true"),
        ("main.tf", "prevent_destroy = true", "prevent_destroy = false"),
    ),
    promise(
        "the application may do what it does and no more",
        _permissions,
        ("identity.tf", '      "s3:GetObject",\n', '      "s3:GetObject",\n      "s3:PutBucketPolicy",\n'),
        ("identity.tf", '["s3:ListBucket"]', '["s3:*"]'),
        ("identity.tf", '["${aws_s3_bucket.this.arn}/*"]', '["*"]'),
        ("identity.tf", "", 'resource "aws_iam_role_policy_attachment" "more" {\n  policy_arn = "*"\n}\n'),
    ),
    promise(
        "the key is used through the bucket alone",
        _key_only_through_s3,
        ("identity.tf", "kms:ViaService", "aws:SourceAccount"),
    ),
    promise(
        "only named workloads take the role",
        _trust,
        ("identity.tf", ':sub"', ':jti"'),
        ("identity.tf", "values   = statement.value.subjects", 'values   = ["*"]'),
    ),
]
