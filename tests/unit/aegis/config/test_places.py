"""Where settings come from, and which place is the strongest."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import SecretStr

from aegis_multimodal_ai_system.config import Settings, load
from tests.servers.vault import TOKEN, running_vault

Environment = Callable[..., None]
Yaml = Callable[[str], Path]


def test_without_anything_it_is_the_local_stack() -> None:
    cfg = load()
    assert (cfg.OBJECT_STORE_TYPE, cfg.OBJECT_STORE_BUCKET) == ("minio", "aegis")
    assert cfg.OBJECT_STORE_ENDPOINT == "http://127.0.0.1:9000"
    others = Settings.model_fields.keys() - {
        "OBJECT_STORE_TYPE",
        "OBJECT_STORE_BUCKET",
        "OBJECT_STORE_ENDPOINT",
    }
    assert {name: getattr(cfg, name) for name in others} == dict.fromkeys(others)


def test_every_setting_can_be_in_the_environment(environment: Environment) -> None:
    environment(
        OBJECT_STORE_TYPE="s3",
        OBJECT_STORE_BUCKET="models",
        OBJECT_STORE_ENDPOINT="https://s3.example.com/",
        OBJECT_STORE_REGION="eu-central-2",
        OBJECT_STORE_ACCESS_KEY="AKIA",
        OBJECT_STORE_SECRET_KEY="hush",
        OBJECT_STORE_ROOT="~/store",
        DATABASE_URL="postgresql+psycopg://ada:hush@db.example.com:5432/models",
        MODEL_SIGNATURE_POLICY="policy.yaml",
    )
    cfg = load()
    assert (cfg.OBJECT_STORE_TYPE, cfg.OBJECT_STORE_BUCKET) == ("s3", "models")
    assert (cfg.OBJECT_STORE_ENDPOINT, cfg.OBJECT_STORE_REGION) == ("https://s3.example.com", "eu-central-2")
    assert (
        SecretStr("AKIA"),
        SecretStr("hush"),
    ) == (cfg.OBJECT_STORE_ACCESS_KEY, cfg.OBJECT_STORE_SECRET_KEY)
    assert SecretStr("postgresql+psycopg://ada:hush@db.example.com:5432/models") == cfg.DATABASE_URL
    assert Path.home() / "store" == cfg.OBJECT_STORE_ROOT
    assert Path("policy.yaml") == cfg.MODEL_SIGNATURE_POLICY


def test_the_order_of_strength(
    folder: Path, environment: Environment, yaml: Yaml, secret_files: Callable[..., Path]
) -> None:
    yaml("OBJECT_STORE_BUCKET: of-yaml\n")
    assert load().OBJECT_STORE_BUCKET == "of-yaml"
    secret_files(OBJECT_STORE_BUCKET="of-secret-files")
    assert load().OBJECT_STORE_BUCKET == "of-secret-files"
    (folder / ".env").write_text("OBJECT_STORE_BUCKET=of-dotenv\n")
    assert load().OBJECT_STORE_BUCKET == "of-dotenv"
    environment(OBJECT_STORE_BUCKET="of-environment")
    assert load().OBJECT_STORE_BUCKET == "of-environment"
    assert load(OBJECT_STORE_BUCKET="of-arguments").OBJECT_STORE_BUCKET == "of-arguments"


def test_what_is_empty_is_not_set(folder: Path, environment: Environment, yaml: Yaml) -> None:
    yaml("OBJECT_STORE_BUCKET: models\nOBJECT_STORE_REGION:\nDATABASE_URL: ~\n")
    (folder / ".env").write_text("OBJECT_STORE_BUCKET=\nDATABASE_URL=''\n")
    environment(OBJECT_STORE_BUCKET="", AEGIS_SECRETS_DIR="")
    assert load().OBJECT_STORE_BUCKET == "models"
    assert load().OBJECT_STORE_REGION is None
    assert load().DATABASE_URL is None


def test_a_dotenv_is_taken_as_it_is_written(folder: Path) -> None:
    (folder / ".env").write_text(
        "# of the local stack\n\n"
        "export OBJECT_STORE_BUCKET=models  # a comment\n"
        "OBJECT_STORE_ACCESS_KEY='a#b'\n"
        "OBJECT_STORE_SECRET_KEY='pa$$w${ord}'\n"
        "POSTGRES_IMAGE=${REGISTRY}/postgres\n"
    )
    cfg = load()
    assert cfg.OBJECT_STORE_BUCKET == "models"
    assert SecretStr("a#b") == cfg.OBJECT_STORE_ACCESS_KEY
    assert SecretStr("pa$$w${ord}") == cfg.OBJECT_STORE_SECRET_KEY


def test_a_folder_named_dotenv_is_somebody_s_virtual_environment(folder: Path) -> None:
    (folder / ".env").mkdir()
    assert load().OBJECT_STORE_BUCKET == "aegis"


def test_a_dotenv_may_name_the_other_places(folder: Path, yaml: Yaml, environment: Environment) -> None:
    file = yaml("OBJECT_STORE_REGION: eu-west-1\n")
    environment(AEGIS_CONFIG="")
    (folder / "mounted").mkdir()
    (folder / "mounted" / "DATABASE_URL").write_text("sqlite:///models.db\n")
    (folder / ".env").write_text(f"AEGIS_CONFIG={file}\nAEGIS_SECRETS_DIR=mounted\n")
    assert load().OBJECT_STORE_REGION == "eu-west-1"
    assert SecretStr("sqlite:///models.db") == load().DATABASE_URL


def test_yaml_is_read_as_text(yaml: Yaml) -> None:
    file = yaml(
        "OBJECT_STORE_TYPE: s3\nOBJECT_STORE_BUCKET: 0123\nOBJECT_STORE_REGION: no\n"
        "MODEL_SIGNATURE_POLICY: policy.yaml\nDATABASE_URL: postgresql://db.example.com/models\n"
    )
    cfg = load()
    assert (cfg.OBJECT_STORE_BUCKET, cfg.OBJECT_STORE_REGION) == ("0123", "no")
    assert file.parent / "policy.yaml" == cfg.MODEL_SIGNATURE_POLICY
    assert SecretStr("postgresql://db.example.com/models") == cfg.DATABASE_URL


@pytest.mark.parametrize(
    "url",
    [
        "postgresql:///models?host=/run/postgresql",
        "postgresql+psycopg://ada@db.example.com:5432/models",
        "sqlite:////srv/with space/models.db",
        "sqlite://",
    ],
)
def test_addresses_of_databases(url: str) -> None:
    assert SecretStr(url) == load(DATABASE_URL=url).DATABASE_URL


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n", "~\n", "{}\n"])
def test_an_empty_yaml_file_says_nothing(yaml: Yaml, text: str) -> None:
    yaml(text)
    assert load().OBJECT_STORE_BUCKET == "aegis"


def test_secrets_are_files_or_references(
    folder: Path, environment: Environment, yaml: Yaml, secret_files: Callable[..., Path]
) -> None:
    (folder / "key").write_text("hush of file\n")
    yaml(f"OBJECT_STORE_ACCESS_KEY: env:NAME_OF_KEY\nOBJECT_STORE_SECRET_KEY: file:{folder / 'key'}\n")
    environment(NAME_OF_KEY="AKIA")
    secret_files(DATABASE_URL="postgresql://ada:hush@db/models\n", another="left alone")
    cfg = load()
    assert SecretStr("AKIA") == cfg.OBJECT_STORE_ACCESS_KEY
    assert SecretStr("hush of file") == cfg.OBJECT_STORE_SECRET_KEY
    assert SecretStr("postgresql://ada:hush@db/models") == cfg.DATABASE_URL


def test_secrets_come_from_vault(environment: Environment) -> None:
    with running_vault() as address:
        environment(
            VAULT_ADDR=address,
            VAULT_TOKEN=TOKEN,
            OBJECT_STORE_ACCESS_KEY="AKIA",
            OBJECT_STORE_SECRET_KEY="vault:secret/data/app#key",
        )
        assert SecretStr("hush") == load().OBJECT_STORE_SECRET_KEY
