"""A Google Cloud Storage of our own: keeps state, and holds what it is told and what it says against the
service's official description."""
