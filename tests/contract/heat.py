"""Heat as a provider of stacks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from codomyrmex.cloud.infomaniak.orchestration import InfomaniakHeatClient
from tests.contract.orchestration import StackPlace, Templates

_ECHO = """\
heat_template_version: 2018-08-31
description: says what it is told
parameters:
  value: {type: string, default: one}
  secret: {type: string, hidden: true, default: hush}
resources:
  kept: {type: OS::Heat::Value, properties: {value: {get_param: value}}}
outputs:
  said: {value: {get_attr: [kept, value]}}
"""
_FAILING = """\
heat_template_version: 2018-08-31
resources:
  good: {type: OS::Heat::RandomString}
  bad: {type: OS::Heat::TestResource, depends_on: good, properties: {value: bad luck, fail: true}}
"""
_SLOW = """\
heat_template_version: 2018-08-31
resources:
  slow: {type: OS::Heat::TestResource, properties: {action_wait_secs: {create: 20}}}
"""
_INNER = """\
heat_template_version: 2018-08-31
parameters: {who: {type: string}}
resources:
  text:
    type: OS::Heat::Value
    properties: {value: {list_join: [' ', [{get_file: hello}, {get_param: who}]]}}
outputs: {said: {value: {get_attr: [text, value]}}}
"""
_OUTER = """\
heat_template_version: 2018-08-31
parameters: {who: {type: string}}
resources:
  inner: {type: parts/inner.yaml, properties: {who: {get_param: who}}}
  other: {type: "My::Part", properties: {who: {get_param: who}}}
outputs:
  said: {value: {get_attr: [inner, said]}}
  other: {value: {get_attr: [other, said]}}
"""

TEMPLATES = Templates(
    echo=_ECHO,
    more=_ECHO.replace("outputs:", "  added: {type: OS::Heat::RandomString}\noutputs:"),
    failing=_FAILING,
    slow=_SLOW,
    broken="heat_template_version: 2018-08-31\nresources:\n  a: [\n",
)


def heat_place(project: Any) -> StackPlace:
    """A project of OpenStack's, whose stacks openstacksdk looks at too."""
    client = InfomaniakHeatClient(project.credentials())
    client.poll_seconds = 0.2
    sdk = project.sdk()

    def status_of(name: str) -> str | None:
        return next((stack.status for stack in sdk.orchestration.stacks() if stack.name == name), None)

    return StackPlace(client, TEMPLATES, status_of)


def nested_template(folder: Path) -> tuple[Path, Path]:
    """A template with a nested one, whose file says ``hello``, and an environment that says ``world``."""
    (folder / "parts").mkdir()
    (folder / "web.yaml").write_text(_OUTER)
    (folder / "parts/inner.yaml").write_text(_INNER)
    (folder / "parts/hello").write_text("hello")
    (folder / "env.yaml").write_text(
        "resource_registry: {'My::Part': parts/inner.yaml}\nparameters: {who: world}\n"
    )
    return folder / "web.yaml", folder / "env.yaml"
