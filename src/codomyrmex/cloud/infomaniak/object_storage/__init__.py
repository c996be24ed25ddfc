"""Infomaniak's object storage: the same objects through Swift and through S3."""

from __future__ import annotations

from codomyrmex.cloud.infomaniak.object_storage.s3 import InfomaniakS3Client
from codomyrmex.cloud.infomaniak.object_storage.swift import InfomaniakObjectStorageClient

__all__ = ["InfomaniakObjectStorageClient", "InfomaniakS3Client"]
