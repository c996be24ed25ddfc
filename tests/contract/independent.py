"""Second clients, so that our own mistakes do not cancel each other out: the providers' SDKs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from tests.servers.azurite import AzuriteServer
from tests.servers.ceph import SwiftAccount
from tests.servers.gcs import PROJECT, GCSServer
from tests.servers.openstack.server import OpenStackServer
from tests.servers.s3_server import S3Server


def boto3_client(server: S3Server) -> Any:
    """An S3 client of boto3 for the server, which sends and checks no more than the server knows."""
    return _client(server.endpoint, server.region, server.access_key, server.secret_key)


def unfinished_uploads(server: S3Server, bucket: str) -> list[str]:
    """The keys of the multipart uploads that were begun and neither completed nor aborted."""
    from botocore.exceptions import ClientError

    try:
        answer = boto3_client(server).list_multipart_uploads(Bucket=bucket)
    except ClientError as error:
        if error.response["Error"]["Code"] == "NoSuchUpload":  # rclone's way of saying that there are none
            return []
        raise
    return [upload["Key"] for upload in answer.get("Uploads", [])]


@cache
def _client(endpoint: str, region: str, access_key: str, secret_key: str) -> Any:
    import boto3
    from botocore.config import Config

    return boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name=region,
        aws_access_key_id=access_key,
        aws_secret_access_key=secret_key,
        config=Config(
            s3={"addressing_style": "path"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )


def blob_service_client(server: AzuriteServer) -> Any:
    """The service client of azure-storage-blob for the account."""
    from azure.storage.blob import BlobServiceClient

    return BlobServiceClient(server.url, credential=server.account_key, retry_total=0)


def uncommitted_blobs(server: AzuriteServer, bucket: str) -> list[str]:
    """The names that have blocks in a container and no blob."""
    from azure.core.exceptions import ResourceNotFoundError

    container = blob_service_client(server).get_container_client(bucket)
    try:
        return [
            blob.name
            for blob in container.list_blobs(include=["uncommittedblobs"])
            if blob.etag is None or not container.get_blob_client(blob.name).exists()
        ]
    except ResourceNotFoundError:
        return []


def swift_connection(account: SwiftAccount) -> Any:
    """A connection of python-swiftclient to the account."""
    from swiftclient import Connection

    return Connection(account.auth_url, account.user, account.key, retries=0)


def openstack_connection(server: OpenStackServer) -> Any:
    """A connection of python-swiftclient to the account of a project, with the user's password."""
    from keystoneauth1.identity import v3
    from keystoneauth1.session import Session
    from swiftclient import Connection

    user = v3.Password(
        server.auth_url,
        username=server.user,
        password=server.password,
        user_domain_name="Default",
        project_name=server.project,
        project_domain_name="Default",
    )
    return Connection(session=Session(user), retries=0)


@contextmanager
def openstack_objects(server: OpenStackServer) -> Iterator[Any]:
    """The object store of openstacksdk in a project, with the user's password."""
    import openstack

    with openstack.connect(
        auth_url=server.auth_url,
        username=server.user,
        password=server.password,
        project_name=server.project,
        user_domain_name="Default",
        project_domain_name="Default",
    ) as connection:
        yield connection.object_store


def loose_segments(connection: Any, bucket: str) -> list[str]:
    """The segments beside a container that no object of it is made of."""
    from swiftclient.exceptions import ClientException

    try:
        _, objects = connection.get_container(bucket, full_listing=True)
        _, segments = connection.get_container(f"{bucket}_segments", full_listing=True)
    except ClientException as error:
        if error.http_status == 404:
            return []
        raise
    heads = [connection.head_object(bucket, one["name"]) for one in objects]
    used = {head.get("x-object-meta-cmx-segments", "").partition(" ")[0] for head in heads}
    return [one["name"] for one in segments if one["name"].partition("/")[0] not in used]


def gcs_client(server: GCSServer) -> Any:
    """The client of google-cloud-storage for the server's project."""
    from google.auth.credentials import Credentials
    from google.cloud import storage
    from google.oauth2 import service_account

    class Token(Credentials):  # type: ignore[misc] # google-auth is typed in part
        """The account's token and no more: the account's own class also asks Google where it may be used."""

        def refresh(self, request: Any) -> None:
            account = service_account.Credentials.from_service_account_info(
                server.account(), scopes=["https://www.googleapis.com/auth/devstorage.full_control"]
            )
            account.refresh(request)
            self.token, self.expiry = account.token, account.expiry

    return storage.Client(
        project=PROJECT, credentials=Token(), client_options={"api_endpoint": server.endpoint}
    )
