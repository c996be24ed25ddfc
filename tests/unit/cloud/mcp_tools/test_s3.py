"""The tools of Infomaniak's S3."""

from __future__ import annotations

from typing import Any

import pytest

from codomyrmex.cloud import AlreadyExistsError, CloudError
from codomyrmex.cloud import mcp_tools as tools
from tests.unit.cloud.mcp_tools.conftest import Reading
from tests.unit.cloud.mcp_tools.test_storage import question


def test_buckets(s3: str) -> None:
    found = tools.list_s3_buckets()
    assert s3 in found["buckets"]
    assert found["count"] == len(found["buckets"])
    assert set(found) == {"buckets", "count"}


def test_an_upload_creates_and_asks_before_it_replaces(s3: str, opened: Reading) -> None:
    where: dict[str, Any] = {"bucket": s3, "object_name": "reports/2026/report.txt"}
    assert question(tools.upload_file_to_s3, **where) is None
    done = tools.upload_file_to_s3(opened(b"abc"), **where)
    assert done == {"message": f"Successfully uploaded report.txt to {s3}/reports/2026/report.txt"}
    asked = question(tools.upload_file_to_s3, **where)
    assert asked is not None
    assert asked.startswith(f"Replace infomaniak://{s3}/reports/2026/report.txt (3 bytes")
    with pytest.raises(AlreadyExistsError):
        tools.upload_file_to_s3(opened(b"new"), **where)
    tools.upload_file_to_s3(opened(b"new"), **where, confirmed=True)
    read = tools.storage_read_object("infomaniak", s3, "reports/2026/report.txt")
    assert read["content"]["text"] == "new"


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INFOMANIAK_S3_ACCESS_KEY", raising=False)
    with pytest.raises(CloudError, match="INFOMANIAK_S3_ACCESS_KEY"):
        tools.list_s3_buckets()
