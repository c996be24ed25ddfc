"""The settings object, with the type of each setting."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, NoReturn, Self

from codomyrmex.cloud.common.errors import ConfigurationError, MissingDependencyError

if find_spec("pydantic_settings") is None:
    raise MissingDependencyError(
        "The settings need pydantic-settings. Install it with: pip install 'codomyrmex-cloud[aegis]'"
    )

from pydantic import AfterValidator, BeforeValidator, SecretStr, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from aegis_multimodal_ai_system.config import checks, defaults
from aegis_multimodal_ai_system.config.sources import LayerSource, file_layers

_SIGNED_BY_KEY_PAIRS = ("minio", "s3", "infomaniak")

AccessKey = Annotated[SecretStr | None, BeforeValidator(checks.referred), AfterValidator(checks.access_key)]
SecretKey = Annotated[SecretStr | None, BeforeValidator(checks.referred), AfterValidator(checks.secret_key)]
DatabaseURL = Annotated[
    SecretStr | None, BeforeValidator(checks.referred), AfterValidator(checks.database_url)
]
FilePath = Annotated[Path | None, AfterValidator(checks.path)]


class Settings(BaseSettings):
    """What an application is told from outside; each field is the variable of the same name.

    `load` makes one, with errors that say where a wrong value stands. Secrets are shown nowhere, and settings
    are not pickled.

    Attributes:
        OBJECT_STORE_TYPE: the adapter: ``minio``, ``local``, ``s3``, ``gcs``, ``azure``, ``infomaniak``, or
            the name of one that is installed as an entry point ``aegis.storage_adapters``.
        OBJECT_STORE_BUCKET: the bucket; ``aegis`` on ``minio`` and ``local``, to be set for all others.
        OBJECT_STORE_ENDPOINT: the address of the store; that of the local stack for ``minio``, else the
            provider's.
        OBJECT_STORE_REGION: the region.
        OBJECT_STORE_ACCESS_KEY: the name of a key pair; on ``azure`` the storage account.
        OBJECT_STORE_SECRET_KEY: its secret; on ``azure`` the account's key, on ``gcs`` what is in a
            credential file. Without it, ``s3``, ``gcs`` and ``azure`` ask the chain of the provider's SDK.
        OBJECT_STORE_ROOT: the folder of ``local``; by default that of the embedded store.
        DATABASE_URL: the database, ``postgresql://…`` or ``sqlite:///…``.
        MODEL_SIGNATURE_POLICY: the file that says whose signatures count.
    """

    model_config = SettingsConfigDict(
        case_sensitive=True,
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
    )

    OBJECT_STORE_TYPE: Annotated[str, AfterValidator(checks.store_type)] = defaults.STORE_TYPE
    OBJECT_STORE_BUCKET: Annotated[str, AfterValidator(checks.bucket)]
    OBJECT_STORE_ENDPOINT: Annotated[str | None, AfterValidator(checks.endpoint)] = None
    OBJECT_STORE_REGION: Annotated[str | None, AfterValidator(checks.region)] = None
    OBJECT_STORE_ACCESS_KEY: AccessKey = None
    OBJECT_STORE_SECRET_KEY: SecretKey = None
    OBJECT_STORE_ROOT: FilePath = None
    DATABASE_URL: DatabaseURL = None
    MODEL_SIGNATURE_POLICY: FilePath = None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 (ours is stricter)
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 (the same)
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Where settings come from, the strongest first."""
        layers = file_layers(tuple(settings_cls.model_fields))
        return init_settings, env_settings, *(LayerSource(settings_cls, layer) for layer in layers)

    @model_validator(mode="before")
    @classmethod
    def _fill_in(cls, values: Any) -> Any:
        store = values.get("OBJECT_STORE_TYPE", defaults.STORE_TYPE)
        own = defaults.OWN_SERVERS.get(store, {}) if isinstance(store, str) else {}
        return {**own, **values}

    @model_validator(mode="after")
    def _check_key_pair(self) -> Self:
        half = (self.OBJECT_STORE_ACCESS_KEY is None) != (self.OBJECT_STORE_SECRET_KEY is None)
        if half and self.OBJECT_STORE_TYPE in _SIGNED_BY_KEY_PAIRS:
            raise ValueError("OBJECT_STORE_ACCESS_KEY and OBJECT_STORE_SECRET_KEY must be set together")
        return self

    def require(self, *names: str) -> None:
        """Let pass settings in which all of these are set.

        Args:
            names: fields without which an adapter cannot do.

        Raises:
            ConfigurationError: one is not set; the message names all that are not.
        """
        missing = [name for name in names if getattr(self, name) is None]
        if missing:
            store = self.OBJECT_STORE_TYPE
            raise ConfigurationError(f"{' and '.join(missing)} must be set for the object store {store}.")

    def __getstate__(self) -> NoReturn:
        raise TypeError("settings can hold secrets and are not pickled; load them in the other process")
