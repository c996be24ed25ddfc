"""The S3 protocol, as AWS, MinIO, Ceph, Infomaniak and others speak it."""
