"""Where settings come from besides the environment: ``.env``, a folder of secrets, a YAML file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic_settings import PydanticBaseSettingsSource

from aegis_multimodal_ai_system.config.dotenv_file import read_dotenv
from aegis_multimodal_ai_system.config.secret_files import read_secret_files
from aegis_multimodal_ai_system.config.yaml_file import read_yaml

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo
    from pydantic_settings import BaseSettings

CONFIG = "AEGIS_CONFIG"
SECRETS = "AEGIS_SECRETS_DIR"
DOTENV = Path(".env")


@dataclass(frozen=True, slots=True)
class Layer:
    """The settings of one place.

    Attributes:
        place: as it is called in messages.
        values: by the names of the settings.
    """

    place: str
    values: Mapping[str, str] = field(repr=False)


class LayerSource(PydanticBaseSettingsSource):
    """A layer, as pydantic-settings takes it."""

    def __init__(self, settings_cls: type[BaseSettings], layer: Layer) -> None:
        super().__init__(settings_cls)
        self._layer = layer

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """The value of a field, which is never one to be parsed."""
        return self._layer.values.get(field_name), field_name, False

    def __call__(self) -> dict[str, Any]:
        return dict(self._layer.values)


def environment(names: tuple[str, ...]) -> Layer:
    """What the environment says of these settings; an empty variable is not set."""
    return Layer("the environment", {name: os.environ[name] for name in names if os.environ.get(name)})


def file_layers(names: tuple[str, ...]) -> list[Layer]:
    """What files say of these settings, the strongest first.

    Args:
        names: the settings there are.

    Raises:
        ConfigurationError: a file cannot be read, is malformed, or says what it must not.
        MissingDependencyError: there is a YAML file, and no package that reads it.
    """
    dotenv = read_dotenv(DOTENV, names)
    layers = [Layer(".env", {name: dotenv[name] for name in names if dotenv.get(name)})]
    folder = os.environ.get(SECRETS) or dotenv.get(SECRETS)
    if folder:
        layers.append(Layer(f"the folder of {SECRETS}", read_secret_files(Path(folder), names)))
    file = os.environ.get(CONFIG) or dotenv.get(CONFIG)
    if file:
        layers.append(Layer(f"the file of {CONFIG}", read_yaml(Path(file), names)))
    return layers
