"""The one place that says no: names, keys, URLs and paths, checked before anything is sent.

Every check raises :class:`ValidationError` with one sentence that says what is wrong, and uses the
standard library alone.
"""

from __future__ import annotations

from codomyrmex.validation.buckets import BucketRules, check_bucket_name, check_bucket_reference
from codomyrmex.validation.errors import ValidationError
from codomyrmex.validation.identifiers import check_identifier
from codomyrmex.validation.keys import MAX_KEY_BYTES, check_key
from codomyrmex.validation.metadata import check_content_type, check_metadata
from codomyrmex.validation.paths import safe_relative_path
from codomyrmex.validation.urls import StorageURL, check_endpoint_url, parse_storage_url

__all__ = [
    "MAX_KEY_BYTES",
    "BucketRules",
    "StorageURL",
    "ValidationError",
    "check_bucket_name",
    "check_bucket_reference",
    "check_content_type",
    "check_endpoint_url",
    "check_identifier",
    "check_key",
    "check_metadata",
    "parse_storage_url",
    "safe_relative_path",
]
