"""``cmx stack``."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.contract.heat import TEMPLATES, nested_template
from tests.unit.cloud.cli.conftest import Cmx


@pytest.fixture(scope="module")
def project(openstack_cloud: Any) -> Iterator[Any]:
    """A project without stacks."""
    with openstack_cloud.project() as made:
        yield made


def name() -> str:
    """A name for a new stack."""
    return f"cmx-{secrets.token_hex(4)}"


@pytest.fixture
def stack(cmx: Cmx, project: Any, monkeypatch: pytest.MonkeyPatch) -> Cmx:
    """Runs ``cmx stack`` as the project's user."""
    variables = {
        "AUTH_URL": project.auth_url,
        "REGION": project.region,
        "USERNAME": project.username,
        "PASSWORD": project.password,
        "PROJECT_ID": project.project_id,
    }
    for key, value in variables.items():
        monkeypatch.setenv(f"INFOMANIAK_{key}", value)
    return lambda *arguments, stdin=b"": cmx("stack", *arguments, stdin=stdin)


def test_the_commands_take_a_stack_through_its_life(stack: Cmx, tmp_path: Path) -> None:
    called = name()
    template, environment = nested_template(tmp_path)
    sources = [template, "-e", environment]
    assert "add" in stack("preview", called, *sources).out
    made = stack("create", called, *sources, "-P", "who=you", "--tag", "team=red", "--json").object
    assert (made["name"], made["state"], made["tags"]) == (called, "created", {"team": "red"})
    assert stack("outputs", called, "--json").object == {"said": "hello you", "other": "hello you"}
    assert "modify" in stack("update", called, "--preview", "-P", "who=me").out
    assert stack("update", called, "-P", "who=me").code == 0
    assert stack("outputs", made["id"], "said").out == "hello me\n"
    assert {one["name"] for one in stack("resources", called, "--json").lines} == {"inner", "other"}
    events = stack("events", called, "--follow", "--json").lines
    assert (events[0]["state"], events[-1]["state"]) == ("creating", "updated")
    assert [stack(action, called).out for action in ("check", "suspend", "resume")] == [
        f"{called} checked\n",
        f"{called} suspended\n",
        f"{called} resumed\n",
    ]
    assert called in stack("ls").out
    assert "hello" not in stack("show", called).out
    assert "parts/inner.yaml" in stack("template", called).out
    assert stack("rm", called).code == 2  # Nobody is there to ask.
    assert stack("rm", called, "--yes", "--json").object["state"] == "deleted"
    assert stack("show", called).code == 3


def test_the_commands_say_what_failed(stack: Cmx) -> None:
    failed = stack("create", name(), "-", stdin=TEMPLATES.failing.encode())
    assert failed.code != 0
    assert "bad: " in failed.err
    refused = stack("validate", "-", "--json", stdin=TEMPLATES.broken.encode())
    assert "line 4" in refused.err
    assert "sesame" not in stack("create", name(), "-", "-P", "sesame", stdin=b"x").err


def test_the_parameters_of_a_template_are_shown(stack: Cmx) -> None:
    shown = stack("validate", "-", "--json", stdin=TEMPLATES.echo.encode()).object
    assert [parameter["name"] for parameter in shown["parameters"]] == ["value", "secret"]
    assert "hush" not in json.dumps(shown)
