"""Which lines of a module use an SDK."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from aegis_multimodal_ai_system.tools.find_sdk_usage.findings import Finding
from aegis_multimodal_ai_system.tools.find_sdk_usage.sdks import REPLACEMENTS, sdk_of
from aegis_multimodal_ai_system.tools.find_sdk_usage.search import search


def look(text: str) -> list[Finding]:
    """Search a module."""
    text = dedent(text)
    return search(text, ast.parse(text), "app.py")


def places(text: str) -> list[tuple[int, int, str, str]]:
    """What is not allowed, without the file and the replacement."""
    return [(f.line, f.column, f.kind, f.name) for f in look(text) if f.reason is None]


@pytest.mark.parametrize("sdk", REPLACEMENTS)
def test_every_sdk_is_found(sdk: str) -> None:
    (found,) = look(f"import {sdk}\n")
    assert (found.line, found.column, found.name) == (1, 8, sdk)
    assert found.replacement == REPLACEMENTS[sdk]
    assert look(f"from {sdk} import Client\n")[0].replacement == REPLACEMENTS[sdk]
    assert look(f"from {sdk}.inside import Client\n")


@pytest.mark.parametrize(
    "line",
    [
        "import boto3_mock",
        "import google.cloud.bigquery",
        "import google.cloud.storage_helpers",
        "import azure.storage",
        "from google.cloud import bigquery",
        "from . import boto3",
        "from .boto3 import client",
        "from .. import storage",
        "text = 'import boto3'",
        "boto3.client('s3')",
        "import_module('boto3')",
        "importlib = object(); importlib.import_module('boto3')",
        "from codomyrmex.cloud import S3Client",
    ],
)
def test_what_is_no_sdk(line: str) -> None:
    assert look(line) == []


def test_imports_and_uses_have_their_places() -> None:
    assert places(
        """\
        import os, boto3 as aws
        from google.cloud import (
            bigquery,
            storage as gcs,
        )
        from azure.storage.blob import BlobServiceClient

        def clients():
            é = aws.client("s3").get_object(Bucket="é"); gcs.Client()
            return BlobServiceClient(bigquery.Client())
        """
    ) == [
        (1, 12, "import", "boto3"),
        (4, 5, "import", "google.cloud.storage"),
        (6, 1, "import", "azure.storage.blob"),
        (9, 9, "use", "boto3.client"),
        (9, 50, "use", "google.cloud.storage.Client"),
        (10, 12, "use", "azure.storage.blob.BlobServiceClient"),
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("import google.cloud\ngoogle.cloud.storage.Client()", ["google.cloud.storage.Client"]),
        ("from google import cloud\ncloud.storage.Client()", ["google.cloud.storage.Client"]),
        ("import mlflow.store.artifact as a\na.s3_artifact_repo", ["mlflow.store.artifact.s3_artifact_repo"]),
        ("import boto3\nalias = boto3\nalias.client", ["boto3", "boto3", "boto3.client"]),
        ("from botocore.exceptions import *", ["botocore.exceptions"]),
        ("import importlib\nimportlib.import_module('boto3')", ["boto3"]),
        ("from importlib import import_module as load\nload(name='boto3.session')", ["boto3.session"]),
        ("import importlib as i\nm = i.import_module('boto3')\nm.client", ["boto3", "boto3.client"]),
        ("import importlib\nimportlib.import_module('.session', 'boto3')", ["boto3.session"]),
        ("import importlib\nload = importlib.import_module\nload('boto3')", ["boto3"]),
        ("import importlib\nimportlib.import_module('boto3').client('s3')", ["boto3"]),
        ("__import__('boto3').client('s3')", ["boto3"]),
        ("g = __import__('google.cloud.storage')\ng.cloud", ["google.cloud.storage"]),
        ("__import__('google.cloud', fromlist=['storage'])", ["google.cloud.storage"]),
        ("import pkgutil\npkgutil.resolve_name('boto3:client')", ["boto3.client"]),
        ("if (b := __import__('boto3')):\n    b.client", ["boto3", "boto3.client"]),
    ],
)
def test_other_ways_to_an_sdk(text: str, names: list[str]) -> None:
    assert [found.name for found in look(text)] == names


def test_a_name_that_is_no_literal_cannot_be_known() -> None:
    assert (
        look("import importlib\nname = 'boto3'\nimportlib.import_module(name)\n__import__(f'{name}')") == []
    )
    assert look("import importlib\nimportlib.import_module()\n__import__('.x')\n__import__(*name)") == []


def test_names_mean_what_they_mean_where_they_stand() -> None:
    assert places(
        """\
        import boto3

        def given(boto3, *, other=boto3.client):
            return boto3.client

        def own():
            boto3 = object()
            return [boto3.client for boto3 in ()], lambda boto3: boto3.client

        class Holder:
            import s3fs
            s3fs.S3FileSystem

            def method(self):
                return s3fs.S3FileSystem, boto3.client
        """
    ) == [
        (1, 8, "import", "boto3"),
        (3, 27, "use", "boto3.client"),
        (11, 12, "import", "s3fs"),
        (12, 5, "use", "s3fs.S3FileSystem"),
        (15, 35, "use", "boto3.client"),
    ]


def test_an_import_that_may_fail_or_come_late() -> None:
    assert places(
        """\
        def early():
            return boto3.client, late.File

        try:
            import boto3
        except ImportError:
            boto3 = None

        def load():
            global late
            import s3fs as late
        """
    ) == [
        (2, 12, "use", "boto3.client"),
        (2, 26, "use", "s3fs.File"),
        (5, 12, "import", "boto3"),
        (11, 12, "import", "s3fs"),
    ]


def test_a_comment_with_a_reason_allows_its_line() -> None:
    found = look(
        """\
        import boto3  # aegis: allow-sdk reads the bill, which has no client here
        boto3.client("ce")
        import s3fs  # aegis: allow-sdk
        from minio import (
            Minio,  # aegis: allow-sdk: until the move
        )
        text = "# aegis: allow-sdk a string is no comment"; import gcsfs
        """
    )
    assert [(f.line, f.reason) for f in found] == [
        (1, "reads the bill, which has no client here"),
        (2, "reads the bill, which has no client here"),
        (3, None),
        (4, "until the move"),
        (7, None),
    ]


def test_the_longest_name_counts() -> None:
    assert sdk_of("botocore.exceptions.ClientError") == "botocore.exceptions"
    assert sdk_of("botocore.session") == "botocore"
    assert sdk_of("google.cloud") is None
    assert sdk_of("") is None
