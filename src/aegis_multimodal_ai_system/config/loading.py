"""Loading the settings, with errors that say what is wrong and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from aegis_multimodal_ai_system.config.settings import Settings
from aegis_multimodal_ai_system.config.sources import Layer, environment, file_layers
from codomyrmex.cloud.common.errors import ConfigurationError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


def load(**given: Any) -> Settings:
    """The settings as they are now, read anew; ``config.cfg`` stays what it is.

    Args:
        given: settings that come before every other place.

    Raises:
        ConfigurationError: a value is wrong or missing, a file is malformed, or a secret is not where its
            reference points. The message names variables and never shows a value.
        MissingDependencyError: the extra ``aegis`` is not installed.
    """
    try:
        return Settings(**given)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False, include_input=False)
    names = tuple(Settings.model_fields)
    layers = [Layer("the arguments", given), environment(names), *file_layers(names)]
    wrong = [problem for problem in problems if problem["type"] != "missing"]
    # What must be set depends on the type of the store, so a wrong value comes first.
    raise ConfigurationError("; ".join(_sentence(problem, layers) for problem in wrong or problems) + ".")


def _sentence(problem: ErrorDetails, layers: list[Layer]) -> str:
    reason = problem["msg"].removeprefix("Value error, ")
    if not problem["loc"]:
        return reason
    name = str(problem["loc"][0])
    place = next((f" in {layer.place}" for layer in layers if name in layer.values), "")
    if problem["type"] == "missing":
        return f"{name} must be set"
    return (
        f"{name}{place} {reason}" if problem["type"] == "value_error" else f"{name}{place} is wrong: {reason}"
    )
