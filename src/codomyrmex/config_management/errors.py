"""The errors of settings."""

from __future__ import annotations


class SettingsError(ValueError):
    """A profile, an environment variable, a file or a secret reference is missing or wrong.

    The message names the file, the variable or the key, and never a value.
    """


class FieldError(SettingsError):
    """Fields of a profile hold what they cannot hold, or exclude each other."""
