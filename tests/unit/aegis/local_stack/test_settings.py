"""Which lines of ``.env`` can be of the local stack, and what it adds to them."""

from __future__ import annotations

import pytest

from aegis_multimodal_ai_system.config import load
from aegis_multimodal_ai_system.local_stack.errors import LocalStackError
from aegis_multimodal_ai_system.local_stack.settings import StackSettings

HUSH = "hush-hush-hush"


def test_what_is_not_given_is_the_default_or_new() -> None:
    one, other = StackSettings.read({}), StackSettings.read({"OBJECT_STORE_BUCKET": ""})
    assert (one.store.port, one.store.name, one.store.user) == (9000, "aegis", "aegis")
    assert (one.database.port, one.database.name, one.database.user) == (5432, "aegis", "aegis")
    secrets = {one.store.secret, one.database.secret, other.store.secret, other.database.secret}
    assert len(secrets) == 4
    assert not any(secret in repr(one) for secret in secrets)


def test_its_lines_lead_to_the_same_settings() -> None:
    settings = StackSettings.read({"POSTGRES_PASSWORD": "p@ss/word:%", "OBJECT_STORE_PORT": "9100"})
    lines = settings.lines()
    assert StackSettings.read(lines) == settings
    assert lines["OBJECT_STORE_ENDPOINT"] == "http://127.0.0.1:9100"
    assert lines["DATABASE_URL"] == "postgresql://aegis:p%40ss%2Fword%3A%25@127.0.0.1:5432/aegis"


def test_the_application_reads_what_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = StackSettings.read({}).lines()
    for name, value in lines.items():
        monkeypatch.setenv(name, value)
    cfg = load()
    assert lines["OBJECT_STORE_ENDPOINT"] == cfg.OBJECT_STORE_ENDPOINT
    assert cfg.DATABASE_URL is not None
    assert cfg.DATABASE_URL.get_secret_value() == lines["DATABASE_URL"]


def test_what_is_given_stays() -> None:
    given = {
        "OBJECT_STORE_TYPE": "minio",
        "OBJECT_STORE_BUCKET": "models",
        "OBJECT_STORE_ENDPOINT": "http://localhost:9333/",
        "OBJECT_STORE_ACCESS_KEY": "ada",
        "OBJECT_STORE_SECRET_KEY": HUSH,
        "DATABASE_URL": f"postgresql+psycopg://ada:{HUSH}@localhost/registry",
    }
    settings = StackSettings.read(given)
    assert (settings.store.port, settings.store.name, settings.store.user) == (9333, "models", "ada")
    assert (settings.database.port, settings.database.name, settings.database.user) == (
        5432,
        "registry",
        "ada",
    )
    assert settings.store.secret == settings.database.secret == HUSH


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"OBJECT_STORE_TYPE": "s3"}, "OBJECT_STORE_TYPE in .env is not minio"),
        ({"OBJECT_STORE_ENDPOINT": f"https://{HUSH}.example"}, "OBJECT_STORE_ENDPOINT .* is not the address"),
        ({"OBJECT_STORE_ENDPOINT": f"http://[{HUSH}"}, "OBJECT_STORE_ENDPOINT in .env is no address"),
        ({"OBJECT_STORE_PORT": HUSH}, "OBJECT_STORE_PORT must be the number of a port"),
        ({"OBJECT_STORE_PORT": "65536"}, "OBJECT_STORE_PORT must be the number of a port"),
        ({"OBJECT_STORE_PORT": "1", "OBJECT_STORE_ENDPOINT": "http://127.0.0.1:2"}, "do not agree"),
        (
            {"OBJECT_STORE_SECRET_KEY": f"vault:{HUSH}"},
            "OBJECT_STORE_SECRET_KEY .* refers to a secret elsewhere",
        ),
        ({"OBJECT_STORE_SECRET_KEY": "hush"}, "OBJECT_STORE_SECRET_KEY .* eight characters"),
        ({"OBJECT_STORE_ACCESS_KEY": HUSH}, "OBJECT_STORE_ACCESS_KEY .* letters, digits and underscores"),
        ({"DATABASE_URL": f"sqlite:///{HUSH}"}, "DATABASE_URL .* is not the address of a server on this"),
        ({"DATABASE_URL": f"postgresql://a:{HUSH}@db.example/a"}, "DATABASE_URL .* is not the address"),
        ({"DATABASE_URL": "postgresql://127.0.0.1/a"}, "must have a user, a password and a database"),
        (
            {"DATABASE_URL": f"postgresql://a:{HUSH}@127.0.0.1/a", "POSTGRES_PASSWORD": "other"},
            "POSTGRES_PASSWORD and DATABASE_URL in .env do not agree",
        ),
        ({"POSTGRES_DB": HUSH}, "POSTGRES_DB .* letters, digits and underscores"),
        ({"POSTGRES_USER": '"; DROP'}, "POSTGRES_USER .* letters, digits and underscores"),
    ],
)
def test_what_cannot_be_the_local_stack(given: dict[str, str], message: str) -> None:
    with pytest.raises(LocalStackError, match=message) as caught:
        StackSettings.read(given)
    assert HUSH not in str(caught.value)
