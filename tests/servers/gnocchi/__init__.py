"""A Gnocchi of our own: it keeps state, lets in who has a token of the real Keystone, and holds what it is
asked against the service's description."""
