"""Reads a provider's environment variables, in this library's errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from codomyrmex.cloud.common.credentials import configuration_errors

if TYPE_CHECKING:
    from codomyrmex.config_management.environment import ProviderEnvironment

E = TypeVar("E", bound="ProviderEnvironment")


def from_environment(kind: type[E]) -> E:
    """The variables of one provider; no other provider's are read.

    Raises:
        ConfigurationError: a variable holds what it cannot hold; the message names it.
    """
    with configuration_errors():
        return kind()
