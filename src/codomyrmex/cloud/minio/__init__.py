"""MinIO, and any other server that speaks S3."""
