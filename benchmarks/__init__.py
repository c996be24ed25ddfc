"""Measures codomyrmex.cloud against other tools on servers on loopback: ``python -m benchmarks``."""
