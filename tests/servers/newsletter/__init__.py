"""A server of Infomaniak's newsletter: it keeps state, and holds what it is asked against the description of
the API (https://developer.infomaniak.com/docs/api)."""
