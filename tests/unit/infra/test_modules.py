"""Each module is whole: variables that say what they are, outputs that are settings, pinned providers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from aegis_multimodal_ai_system import config
from aegis_multimodal_ai_system.config.settings import Settings
from tests.unit.infra.modules import CLOUDS, TERRAFORM, load, references, used_variables

WITHOUT_VALIDATION = {"access_log_bucket", "database_host", "labels", "log_analytics_workspace_id", "tags"}
"""Names of what is there already, and free text."""

SETTINGS = {
    "aws": ("OBJECT_STORE_TYPE", "OBJECT_STORE_BUCKET", "OBJECT_STORE_REGION", "DATABASE_URL"),
    "azure": ("OBJECT_STORE_TYPE", "OBJECT_STORE_BUCKET", "OBJECT_STORE_ENDPOINT", "DATABASE_URL"),
    "gcp": ("OBJECT_STORE_TYPE", "OBJECT_STORE_BUCKET", "DATABASE_URL"),
    "openstack": (
        "OBJECT_STORE_TYPE",
        "OBJECT_STORE_BUCKET",
        "OBJECT_STORE_ENDPOINT",
        "OBJECT_STORE_REGION",
        "DATABASE_URL",
    ),
}
"""What the adapter of each cloud reads, less the keys."""

STORES = {"aws": "s3", "azure": "azure", "gcp": "gcs", "openstack": "infomaniak"}

VALUES = {
    "aws_db_instance.this.port": "5432",
    "azurerm_storage_account.this.primary_blob_endpoint": "https://example.blob.core.windows.net/",
    "local.region": "eu-central-2",
    "var.database_ca_file": "/etc/ssl/aegis/ca.pem",
    "var.database_proxy.host": "127.0.0.1",
    "var.database_proxy.port": "5432",
    "var.object_store_endpoint": "https://s3.pub1.infomaniak.cloud",
    "var.region": "dc3-a",
}
"""What expressions come to; all others to a name."""

FILES = {"main.tf", "bucket.tf", "database.tf", "identity.tf", "outputs.tf", "variables.tf", "versions.tf"}


@pytest.mark.parametrize("cloud", CLOUDS)
def test_variables_say_what_they_are_and_refuse_what_they_are_not(cloud: str) -> None:
    module = load(TERRAFORM / cloud)
    assert {path.name for path in module.folder.glob("*.tf")} == FILES
    assert used_variables(module) == module.variables.keys()
    for name, variable in module.variables.items():
        assert variable["type"], name
        assert re.fullmatch(r"[A-Z].*\.|.*https?://\S+", variable["description"], re.DOTALL), name
        own_type_says_it = variable["type"] == "bool" and "validation" not in variable
        assert own_type_says_it or name in WITHOUT_VALIDATION or variable["validation"], name
        for check in variable.get("validation", []):
            assert f"var.{name}" in check["condition"], name
            assert check["error_message"].endswith("."), name
        if re.search(r"password|secret|private_key", name):
            assert variable["sensitive"] is True, name
            assert "default" not in variable, name


@pytest.mark.parametrize("cloud", CLOUDS)
def test_outputs_are_the_settings_of_the_application(
    cloud: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # no .env lies there
    module = load(TERRAFORM / cloud)
    assert all(output["description"].endswith(".") for output in module.outputs.values())
    given = module.outputs["settings"]["value"]
    assert tuple(given) == SETTINGS[cloud]
    assert given["OBJECT_STORE_TYPE"] == STORES[cloud]

    settings = config.load(**{name: evaluated(value) for name, value in given.items()})
    address = settings.DATABASE_URL.get_secret_value() if settings.DATABASE_URL else ""
    assert "@" in address
    assert ":" not in address.removeprefix("postgresql://").partition("@")[0]
    assert "sslmode=verify-full" in address or "@127.0.0.1:5432/" in address


@pytest.mark.parametrize("cloud", CLOUDS)
def test_no_output_shows_a_secret(cloud: str) -> None:
    outputs = load(TERRAFORM / cloud).outputs
    secret = re.compile(
        r"\.(secret|access|password|private_key|primary_access_key)\b|var\.database_p(assw|riv)"
    )
    showing = {
        name for name, output in outputs.items() if any(map(secret.search, references(output["value"])))
    }
    assert showing == {name for name, output in outputs.items() if output.get("sensitive") is True}
    named = outputs.get("secret_settings", {"value": ""})["value"]
    assert set(re.findall(r"\b[A-Z][A-Z_]{4,}\b", named)) <= Settings.model_fields.keys()


@pytest.mark.parametrize("cloud", CLOUDS)
def test_providers_are_pinned_the_same_in_the_example(cloud: str) -> None:
    module, example = load(TERRAFORM / cloud), load(TERRAFORM / "examples" / cloud)
    assert module.terraform == example.terraform
    assert re.fullmatch(r">= 1\.\d+, < 2\.0", module.terraform["required_version"])
    (providers,) = module.terraform["required_providers"]
    assert {address.removeprefix("data.").split("_")[0] for address in module.resources} == {
        provider.partition("-")[0] for provider in providers
    }
    for provider, pin in providers.items():
        assert re.fullmatch(r"~> \d+\.\d+|>= \d+\.\d+, < \d+\.0", pin["version"]), provider
        assert pin["source"].endswith(f"/{provider}")


@pytest.mark.parametrize("cloud", CLOUDS)
def test_the_example_gives_what_the_module_asks_for(cloud: str) -> None:
    module, example = load(TERRAFORM / cloud), load(TERRAFORM / "examples" / cloud)
    given = example.calls["aegis"].keys() - {"source"}
    needed = {name for name, variable in module.variables.items() if "default" not in variable}
    assert needed <= given <= module.variables.keys()
    assert example.calls["aegis"]["source"] == f"../../{cloud}"


def evaluated(expression: str) -> str:
    """What a value of the settings comes to."""

    def value(found: re.Match[str]) -> str:
        name = re.sub(r'^(?:urlencode|trimsuffix)\((.*?)(?:, "/")?\)$', r"\1", found[1])
        return VALUES.get(name, "example")

    return re.sub(r"\$\{(.*?)\}", value, expression).rstrip("/")
