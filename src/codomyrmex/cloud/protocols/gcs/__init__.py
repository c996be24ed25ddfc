"""The protocol of Google Cloud Storage: its JSON API, and the signed URLs of its XML API."""
