"""Reads a provider's environment variables, in this library's errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from codomyrmex.cloud.common.errors import ConfigurationError

if TYPE_CHECKING:
    from codomyrmex.config_management.environment import ProviderEnvironment

E = TypeVar("E", bound="ProviderEnvironment")


def from_environment(kind: type[E]) -> E:
    """The variables of one provider; no other provider's are read.

    Raises:
        ConfigurationError: a variable holds what it cannot hold; the message names it.
    """
    from codomyrmex.config_management.environment import read_environment
    from codomyrmex.config_management.errors import SettingsError

    try:
        return read_environment(kind)
    except SettingsError as error:
        raise ConfigurationError(str(error)) from error
