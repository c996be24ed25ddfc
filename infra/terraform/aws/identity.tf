# The role that the application takes by a token of OIDC: of a Kubernetes service account (IRSA) or of GitHub Actions.

data "aws_iam_policy_document" "trust" {
  dynamic "statement" {
    for_each = var.oidc_trusts

    content {
      actions = ["sts:AssumeRoleWithWebIdentity"]

      principals {
        type        = "Federated"
        identifiers = [statement.value.provider_arn]
      }

      condition {
        test     = "StringEquals"
        variable = "${element(split(":oidc-provider/", statement.value.provider_arn), 1)}:aud"
        values   = [statement.value.audience]
      }

      condition {
        test     = "StringEquals"
        variable = "${element(split(":oidc-provider/", statement.value.provider_arn), 1)}:sub"
        values   = statement.value.subjects
      }
    }
  }
}

resource "aws_iam_role" "application" {
  name                 = "${var.name}-application"
  description          = "The objects and the database of ${var.name}"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  max_session_duration = 3600
  tags                 = var.tags
}

data "aws_iam_policy_document" "application" {
  statement {
    sid       = "List"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.this.arn]
  }

  statement {
    sid = "Objects"
    actions = [
      "s3:AbortMultipartUpload",
      "s3:DeleteObject",
      "s3:GetObject",
      "s3:PutObject",
    ]
    resources = ["${aws_s3_bucket.this.arn}/*"]
  }

  statement {
    sid       = "KeyThroughTheBucket"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [aws_kms_key.this.arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${local.region}.${data.aws_partition.current.dns_suffix}"]
    }
  }

  statement {
    sid       = "DatabaseAsOneUser"
    actions   = ["rds-db:connect"]
    resources = ["arn:${local.partition}:rds-db:${local.region}:${local.account}:dbuser:${aws_db_instance.this.resource_id}/${var.database_user}"]
  }
}

resource "aws_iam_role_policy" "application" {
  name   = "application"
  role   = aws_iam_role.application.id
  policy = data.aws_iam_policy_document.application.json
}
