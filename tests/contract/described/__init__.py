"""Clients against the official descriptions of their services, as Prism serves them."""
