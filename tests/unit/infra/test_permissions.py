"""What the role on AWS may do is what the adapter of S3 needs, and each permission is needed."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest

from aegis_multimodal_ai_system.storage.s3_adapter import S3StorageAdapter
from codomyrmex.cloud import CloudError, PermissionDeniedError
from tests.conftest import available
from tests.servers.moto import moto
from tests.servers.s3_server import S3Server
from tests.unit.infra.modules import TERRAFORM, load

BUCKET, REGION, USER = "aegis-models", "eu-central-2", "application"
RESOURCES = {
    "${aws_s3_bucket.this.arn}": f"arn:aws:s3:::{BUCKET}",
    "${aws_s3_bucket.this.arn}/*": f"arn:aws:s3:::{BUCKET}/*",
}

PERMISSIONS = ("s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:ListBucket", "s3:PutObject")

HEAD_BUCKET = ("s3:HeadBucket",)
"""What moto asks for where AWS asks for ``s3:ListBucket``
(https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html)."""


def policy(without: str | None = None) -> str:
    """What the module lets the application do with the bucket, as IAM has it."""
    statements = load(TERRAFORM / "aws").resources["data.aws_iam_policy_document.application"]["statement"]
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": [*actions, *(HEAD_BUCKET if "s3:ListBucket" in actions else ())],
                    "Resource": [RESOURCES[resource] for resource in statement["resources"]],
                }
                for statement in statements
                if statement["resources"][0] in RESOURCES
                and (actions := [action for action in statement["actions"] if action != without])
            ],
        }
    )


@dataclass(frozen=True)
class Account:
    """An account whose permissions are checked.

    Attributes:
        endpoint: its address.
        administrator: the client of IAM of one who may do everything.
        everything: the client of S3 of the same.
        keys: the key pair of the application.
    """

    endpoint: str
    administrator: Any
    everything: Any
    keys: dict[str, str]

    def allow(self, document: str) -> None:
        """Let the application do this and nothing else."""
        self.administrator.put_user_policy(UserName=USER, PolicyName="module", PolicyDocument=document)


@pytest.fixture(scope="module")
def account(pytestconfig: pytest.Config) -> Iterator[Account]:
    """moto with its checks of signatures and permissions on."""
    with available("moto", moto, pytestconfig) as server:
        yield prepared(server)


def prepared(server: S3Server) -> Account:
    """An account with a bucket, an administrator and the application's user."""

    def client(service: str, key: str, secret: str) -> Any:
        return boto3.client(
            service,
            endpoint_url=server.endpoint,
            region_name=REGION,
            aws_access_key_id=key,
            aws_secret_access_key=secret,
        )

    iam = client("iam", "any", "any")
    pairs = {}
    for name in ("administrator", USER):
        iam.create_user(UserName=name)
        pair = iam.create_access_key(UserName=name)["AccessKey"]
        pairs[name] = {"access_key": pair["AccessKeyId"], "secret_key": pair["SecretAccessKey"]}
    everything = {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}], "Version": "2012-10-17"}
    iam.put_user_policy(UserName="administrator", PolicyName="all", PolicyDocument=json.dumps(everything))
    own = pairs["administrator"].values()
    client("s3", *own).create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    # From here on every request needs a permission: http://docs.getmoto.org/en/latest/docs/iam.html
    switch = urllib.request.Request(
        f"{server.endpoint}/moto-api/reset-auth", b"0", {"Content-Type": "text/plain"}, method="POST"
    )
    urllib.request.urlopen(switch, timeout=10).close()
    return Account(server.endpoint, client("iam", *own), client("s3", *own), pairs[USER])


class StopError(Exception):
    """Ends an upload midway."""


def journey(account: Account, folder: Path) -> None:
    """What the adapter does with a bucket, the break of a large upload too.

    A presigned URL is missing: it needs no other permission, and moto looks for one in a header alone.
    """
    small, large = folder / "small", folder / "large"
    small.write_bytes(b"weights")
    with large.open("wb") as file:
        file.truncate(24 << 20)
    adapter = S3StorageAdapter(BUCKET, region=REGION, endpoint_url=account.endpoint, **account.keys)
    with adapter:
        assert not adapter.exists("models/none")
        adapter.upload(small, "models/small")
        adapter.upload(large, "models/large")
        assert {found.key for found in adapter.list("models/")} == {"models/large", "models/small"}
        assert adapter.stat("models/large").size == 24 << 20
        assert adapter.download("models/small", folder / "copy").read_bytes() == b"weights"
        assert b"".join(adapter.stream("models/small")) == b"weights"

        def stop(done: int, _total: int | None) -> None:
            if done > 8 << 20:
                raise StopError

        with pytest.raises(StopError):
            adapter.upload(large, "models/broken", progress=stop)
        adapter.delete("models/small")
        adapter.delete("models/large")


def remains(account: Account) -> tuple[int, int]:
    """The objects and the unfinished uploads in the bucket; they are removed."""
    s3 = account.everything
    objects = s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])
    uploads = s3.list_multipart_uploads(Bucket=BUCKET).get("Uploads", [])
    for one in objects:
        s3.delete_object(Bucket=BUCKET, Key=one["Key"])
    for one in uploads:
        s3.abort_multipart_upload(Bucket=BUCKET, Key=one["Key"], UploadId=one["UploadId"])
    return len(objects), len(uploads)


def test_the_permissions_suffice(account: Account, tmp_path: Path) -> None:
    account.allow(policy())
    journey(account, tmp_path)
    assert remains(account) == (0, 0)


def test_each_permission_is_needed(account: Account, tmp_path: Path) -> None:
    idle = set()
    for permission in PERMISSIONS:
        account.allow(policy(without=permission))
        try:
            journey(account, tmp_path)
        except PermissionDeniedError:
            remains(account)
        else:
            if remains(account) == (0, 0):
                idle.add(permission)
    assert idle == set()


def test_nothing_else_is_permitted(account: Account) -> None:
    account.allow(policy())
    adapter = S3StorageAdapter(BUCKET, region=REGION, endpoint_url=account.endpoint, **account.keys)
    with adapter:
        with pytest.raises(PermissionDeniedError):
            adapter.client.list_buckets()
        with pytest.raises(PermissionDeniedError):
            adapter.client.delete_bucket(BUCKET)
        with pytest.raises(CloudError):
            adapter.client.create_bucket("another-bucket")
