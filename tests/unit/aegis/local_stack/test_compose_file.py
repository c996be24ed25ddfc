"""The compose file is one, and opens nothing to others."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from aegis_multimodal_ai_system.local_stack.containers import DATABASE, FILE, STORE
from aegis_multimodal_ai_system.local_stack.settings import NAMES

PROJECT = Path(__file__).parents[4]
SCHEMA = Path(__file__).parent / "compose_spec" / "compose-spec.json"
TEXT = (PROJECT / FILE).read_text(encoding="utf-8")


@pytest.fixture
def stack() -> dict[str, Any]:
    """The file, with its variables as they stand."""
    read: dict[str, Any] = yaml.safe_load(TEXT)
    return read


def test_it_is_as_the_specification_says(stack: dict[str, Any]) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    validator.validate(stack)
    stack["services"][STORE]["healthcheck"]["intervall"] = "5s"
    assert not validator.is_valid(stack)


def test_its_services_are_watched_and_keep_their_data(stack: dict[str, Any]) -> None:
    assert set(stack["services"]) == {STORE, DATABASE}
    for name, service in stack["services"].items():
        assert service["healthcheck"]["test"]
        (volume,) = service["volumes"]
        assert volume.startswith(f"{name}:/")
        assert name in stack["volumes"]


def test_ports_are_on_loopback_alone(stack: dict[str, Any]) -> None:
    for service in stack["services"].values():
        assert all(port.startswith("127.0.0.1:") for port in service["ports"])
        assert "network_mode" not in service


def test_images_are_pinned_and_can_be_replaced(stack: dict[str, Any]) -> None:
    store = stack["services"][STORE]["image"]
    assert re.fullmatch(r"\$\{OBJECT_STORE_IMAGE:-quay\.io/minio/minio:RELEASE\.[0-9TZ-]+\}", store)
    assert re.fullmatch(
        r"\$\{DATABASE_IMAGE:-\S+:[0-9]+\.[0-9]+[a-z-]*\}", stack["services"][DATABASE]["image"]
    )


def test_credentials_are_from_the_file_of_settings(stack: dict[str, Any]) -> None:
    used = set(re.findall(r"\$\{(\w+)", TEXT)) - {"OBJECT_STORE_IMAGE", "DATABASE_IMAGE"}
    assert used <= set(NAMES)
    environment = stack["services"][STORE]["environment"] | stack["services"][DATABASE]["environment"]
    for name in ("MINIO_ROOT_USER", "MINIO_ROOT_PASSWORD", "POSTGRES_PASSWORD"):
        assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", environment[name])
