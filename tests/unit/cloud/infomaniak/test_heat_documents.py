"""The files that go with a template."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from codomyrmex.cloud.common.errors import InvalidRequestError, LocalFileError
from codomyrmex.cloud.common.orchestration import TemplateSource
from codomyrmex.cloud.infomaniak.orchestration.documents import Documents, documents_of


def documents(template: str | Path | None, **source: object) -> Documents:
    """What a request has."""
    return documents_of(TemplateSource(template, **source))  # type: ignore[arg-type]


def written(folder: Path, **files: str) -> Path:
    """A folder with files; two underscores in a name are a slash."""
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def test_a_template_without_files_stays_as_it_is(tmp_path: Path) -> None:
    text = "heat_template_version: 2018-08-31  # a comment\n"
    folder = written(tmp_path, web=text)
    assert documents(folder / "web.yaml") == documents(text) == Documents(text, {}, {})


def test_nested_templates_bring_their_own_files(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        web="resources: {a: {type: sub/inner.yaml}, b: {type: ./sub/inner.yaml}}",
        sub__inner="resources: {c: {type: OS::X, properties: {d: 2018-08-31, t: {get_file: text}}}}",
    )
    (folder / "sub/text").write_text("hello")
    found = documents(folder / "web.yaml")
    assert found.template is not None
    assert json.loads(found.template)["resources"]["b"]["type"] == "sub/inner.yaml"
    assert set(found.files) == {"sub/inner.yaml", "sub/text"}
    assert found.files["sub/text"] == "hello"
    inner = json.loads(found.files["sub/inner.yaml"])["resources"]["c"]["properties"]
    assert inner == {"d": "2018-08-31", "t": {"get_file": "sub/text"}}


def test_environments_bring_their_types_and_the_later_one_wins(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        stacks__web="resources: {a: {type: My::A}}",
        stacks__a="resources: {}",
        environments__first="resource_registry: {'My::A': b.yaml, 'My::B': 'OS::Heat::None'}",
        environments__b="resources: {}",
    )
    found = documents(
        folder / "stacks/web.yaml",
        environments=(folder / "environments/first.yaml", "parameters: {x: 1, y: 2}", "parameters: {x: 3}"),
    )
    assert found.environment == {
        "resource_registry": {"My::A": "../environments/b.yaml", "My::B": "OS::Heat::None"},
        "parameters": {"x": 3, "y": 2},
    }
    assert set(found.files) == {"../environments/b.yaml"}


def test_a_template_may_name_itself_and_repeat_itself(tmp_path: Path) -> None:
    folder = written(tmp_path, web="resources: &all {a: {type: web.yaml, properties: *all}}")
    assert set(documents(folder / "web.yaml").files) == {"web.yaml"}


def test_bytes_are_sent_as_base64(tmp_path: Path) -> None:
    folder = written(tmp_path, web="resources: {a: {x: {get_file: raw}}}")
    (folder / "raw").write_bytes(b"\xff\x00")
    assert documents(folder / "web.yaml").files == {"raw": "/wA="}


@pytest.mark.parametrize("reference", ["../secret", "/etc/passwd", "sub/../../secret", "link"])
def test_a_file_outside_of_the_folder_is_not_read(tmp_path: Path, reference: str) -> None:
    (tmp_path / "secret").write_text("secret")
    folder = written(tmp_path / "stack", web=f"resources: {{a: {{x: {{get_file: {reference}}}}}}}")
    (folder / "link").symlink_to(tmp_path / "secret")
    with pytest.raises(InvalidRequestError, match="outside of the template's folder"):
        documents(folder / "web.yaml")
    if reference != "/etc/passwd":
        assert "secret" in documents(folder / "web.yaml", files_from=tmp_path).files.values()


@pytest.mark.parametrize("reference", ["http://127.0.0.1:9/x.yaml", "file:///etc/passwd"])
def test_an_address_is_not_fetched(reference: str) -> None:
    for template in (
        f"resources: {{a: {{x: {{get_file: '{reference}'}}}}}}",
        f"a: {{type: '{reference}.yaml'}}",
    ):
        with pytest.raises(InvalidRequestError, match="is an address"):
            documents(template)


def test_files_that_are_given_are_not_read(tmp_path: Path) -> None:
    folder = written(tmp_path, web="resources: {a: {x: {get_file: ../up}}}")
    assert documents(folder / "web.yaml", files={"../up": "given"}).files == {"../up": "given"}


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    folder = written(tmp_path, web="resources: {a: {type: no.yaml}}")
    for template in (folder / "web.yaml", folder / "nothing.yaml"):
        with pytest.raises(LocalFileError, match=r"cannot be read: No such file"):
            documents(template)


@pytest.mark.parametrize(
    ("environment", "said"), [("parameters: {a: [sesame\n", "line 2, column 1"), ("sesame", "has sections")]
)
def test_an_environment_that_is_none(environment: str, said: str) -> None:
    with pytest.raises(InvalidRequestError, match=said) as raised:
        documents("resources: {}", environments=(environment,))
    assert "sesame" not in str(raised.value)
