"""Infomaniak's public cloud: Swiss-hosted OpenStack."""
