"""What counts where nothing is set: the local stack."""

from __future__ import annotations

STORE_TYPE = "minio"
MINIO_ENDPOINT = "http://127.0.0.1:9000"
BUCKET = "aegis"

OWN_SERVERS: dict[str, dict[str, str]] = {
    "minio": {"OBJECT_STORE_ENDPOINT": MINIO_ENDPOINT, "OBJECT_STORE_BUCKET": BUCKET},
    "local": {"OBJECT_STORE_BUCKET": BUCKET},
}
"""By the type of the store. Elsewhere a bucket has no default: its name may be somebody else's bucket."""
