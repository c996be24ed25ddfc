"""Model storage and registry: an application of codomyrmex.cloud."""
