"""Codomyrmex: one library for every cloud, and the small modules it stands on."""

__version__ = "0.1.0"
