"""What each mistake is told: one sentence with the variable, what it may be, and never its value."""

from __future__ import annotations

import os
import pickle
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from aegis_multimodal_ai_system.config import load
from codomyrmex.cloud import CloudError, ConfigurationError

BAD = "hunter2"
"""Part of every value that is wrong."""

BUCKET = "must be the name of a bucket, without slashes and control characters"
ENDPOINT = "must be the http:// or https:// address of a service, without user, password, query and fragment"
REGION = "must be a region's name, of letters, digits, '-', '_' and '.'"
ACCESS_KEY = "must be the name of a key or of an account, without spaces and control characters"
DATABASE = "must be the address of a database, as postgresql://user:password@host/name or sqlite:///file"
HOME = "must be a path, and the home folder that it begins with is not known"
TYPES = "must be one of minio, local, s3, gcs, azure, infomaniak"

VALUES = [
    ("OBJECT_STORE_TYPE", "hunter2", TYPES),
    ("OBJECT_STORE_TYPE", "MINIO hunter2", TYPES),
    ("OBJECT_STORE_BUCKET", "hunter2/key", BUCKET),
    ("OBJECT_STORE_ENDPOINT", "hunter2:9000", ENDPOINT),
    ("OBJECT_STORE_ENDPOINT", "ftp://hunter2", ENDPOINT),
    ("OBJECT_STORE_ENDPOINT", "http://ada:hunter2@host", ENDPOINT),
    ("OBJECT_STORE_ENDPOINT", "http://host:hunter2", ENDPOINT),
    ("OBJECT_STORE_ENDPOINT", "http://host?hunter2", ENDPOINT),
    ("OBJECT_STORE_REGION", "eu hunter2", REGION),
    ("OBJECT_STORE_REGION", "-hunter2", REGION),
    ("OBJECT_STORE_ROOT", "~nobody-of-this-name/hunter2", HOME),
    ("MODEL_SIGNATURE_POLICY", "~nobody-of-this-name/hunter2", HOME),
    ("OBJECT_STORE_ACCESS_KEY", "hunter2 ", ACCESS_KEY),
    ("OBJECT_STORE_ACCESS_KEY", "hunter2\n", ACCESS_KEY),
    ("DATABASE_URL", "hunter2", DATABASE),
    ("DATABASE_URL", "mysql://ada:hunter2@host/models", DATABASE),
    ("DATABASE_URL", "postgres://ada:hunter2@host/models", DATABASE),
    ("DATABASE_URL", "postgresql://ada:hunter2@host:port/models", DATABASE),
    ("DATABASE_URL", "postgresql://host:70000/hunter2", DATABASE),
    ("DATABASE_URL", "postgresql://[hunter2/models", DATABASE),
    ("DATABASE_URL", "postgresql://host/hunter2\n", DATABASE),
]

Environment = Callable[..., None]


def refusal(**given: object) -> str:
    """The sentence of the refusal, checked to show the value nowhere."""
    with pytest.raises(ConfigurationError) as caught:
        load(**given)
    error = caught.value
    shown = "".join(traceback.format_exception(error)) + repr(error) + repr(vars(error))
    assert BAD not in shown
    assert BAD.encode() not in pickle.dumps(error)
    assert isinstance(error, CloudError)
    assert isinstance(error, ValueError)
    sentence = str(error)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


@pytest.mark.parametrize(("name", "value", "reason"), VALUES)
def test_a_bad_value(environment: Environment, name: str, value: str, reason: str) -> None:
    environment(OBJECT_STORE_SECRET_KEY="hunter2", OBJECT_STORE_ACCESS_KEY="key")
    environment(**{name: value})
    assert refusal() == f"{name} in the environment {reason}."


def test_a_blank_secret(environment: Environment) -> None:
    environment(OBJECT_STORE_ACCESS_KEY="key", OBJECT_STORE_SECRET_KEY="  ")
    reason = "must be a secret or a reference to one, and is blank"
    assert refusal() == f"OBJECT_STORE_SECRET_KEY in the environment {reason}."


def test_the_sentence_says_where_the_value_stands(
    folder: Path, yaml: Callable[[str], Path], secret_files: Callable[..., Path]
) -> None:
    yaml("OBJECT_STORE_REGION: eu hunter2\n")
    assert refusal() == f"OBJECT_STORE_REGION in the file of AEGIS_CONFIG {REGION}."
    secret_files(OBJECT_STORE_REGION="hunter2 of a file")
    assert refusal() == f"OBJECT_STORE_REGION in the folder of AEGIS_SECRETS_DIR {REGION}."
    (folder / ".env").write_text("OBJECT_STORE_REGION='hunter2 of dotenv'\n")
    assert refusal() == f"OBJECT_STORE_REGION in .env {REGION}."
    assert refusal(OBJECT_STORE_REGION="hunter2 ") == f"OBJECT_STORE_REGION in the arguments {REGION}."


def test_what_is_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OBJECT_STORE_BUCKET", "OBJECT_STORE_TYPE", "DATABASE_URL"):
        with monkeypatch.context() as patch:
            patch.setitem(os.environb, name.encode(), b"hunter2 \xff")
            assert refusal().startswith(f"{name} in the environment ")


def test_all_that_is_wrong_is_said_at_once(environment: Environment) -> None:
    environment(OBJECT_STORE_REGION="hunter2 ", DATABASE_URL="hunter2")
    assert refusal() == (
        f"OBJECT_STORE_REGION in the environment {REGION}; DATABASE_URL in the environment {DATABASE}."
    )


@pytest.mark.parametrize("store", ["s3", "gcs", "azure", "infomaniak"])
def test_a_bucket_has_no_default_where_others_have_buckets(environment: Environment, store: str) -> None:
    environment(OBJECT_STORE_TYPE=store)
    assert refusal() == "OBJECT_STORE_BUCKET must be set."


@pytest.mark.parametrize("store", ["minio", "s3", "infomaniak"])
@pytest.mark.parametrize("half", ["OBJECT_STORE_ACCESS_KEY", "OBJECT_STORE_SECRET_KEY"])
def test_half_of_a_key_pair(environment: Environment, store: str, half: str) -> None:
    environment(OBJECT_STORE_TYPE=store, OBJECT_STORE_BUCKET="models", **{half: "hunter2"})
    assert refusal() == "OBJECT_STORE_ACCESS_KEY and OBJECT_STORE_SECRET_KEY must be set together."


def test_an_argument_that_is_no_setting_or_no_text() -> None:
    assert "BUCKET in the arguments is wrong" in refusal(BUCKET="hunter2")
    assert "OBJECT_STORE_BUCKET in the arguments is wrong" in refusal(OBJECT_STORE_BUCKET=["hunter2"])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("OBJECT_STORE_BUCKET=models\nOBJECT_STORE_SECRET_KEY='hunter2\n", 2),
        ('OBJECT_STORE_BUCKET=models\n\n# keys\nOBJECT_STORE_SECRET_KEY="hunter2', 4),
        ("OBJECT_STORE_ACCESS_KEY\n", 1),
        ("OBJECT_STORE_BUCKET=models\nOBJECT_STORE_SEC", 2),
        ("hunter2 = =\nOBJECT STORE=hunter2\n", 2),
        ("OBJECT_STORE_SECRET_KEY: hunter2\n", 1),
    ],
)
def test_a_half_written_dotenv(folder: Path, text: str, line: int) -> None:
    (folder / ".env").write_text(text)
    expected = f"Line {line} of .env is not NAME=value with its quotes closed; complete the line."
    assert refusal() == expected


def test_a_dotenv_that_is_a_template(folder: Path) -> None:
    (folder / ".env").write_text("DATABASE_URL=postgresql://${USER_hunter2}@host/models\n")
    assert refusal().startswith(
        "DATABASE_URL in .env holds ${…}, which is not replaced; write out the value,"
    )


def test_a_dotenv_that_cannot_be_read(folder: Path) -> None:
    file = folder / ".env"
    file.symlink_to(file)
    assert refusal() == ".env cannot be read: Too many levels of symbolic links."
    file.unlink()
    file.write_bytes(b"OBJECT_STORE_BUCKET=\xff\n")
    assert refusal() == ".env is not UTF-8 text."


FILE = "The file that AEGIS_CONFIG names"
NO_LITERAL = (
    "must not be in the file that AEGIS_CONFIG names; "
    "write where it is: env:NAME, file:/path or vault:path#key."
)
YAML = [
    ("OBJECT_STORE_BUCKET: [hunter2\n", f"{FILE} is not valid YAML (at line 2)."),
    ("OBJECT_STORE_BUCKET: a\n  hunter2: b\n", f"{FILE} is not valid YAML (at line 2)."),
    ("a: 1\n---\nhunter2: 2\n", f"{FILE} is not valid YAML (at line 2)."),
    ("a: \0hunter2\n", f"{FILE} is not valid YAML."),
    ("[" * 500, f"{FILE} is not valid YAML."),
    ("hunter2\n", f"{FILE} must hold NAME: value, one setting a line."),
    ("- hunter2\n", f"{FILE} must hold NAME: value, one setting a line."),
    ("[a]: hunter2\n", f"{FILE} has a key that is no name."),
    (
        "object_store_buket: hunter2\n",
        f"{FILE} has the unknown key 'object_store_buket'; did you mean OBJECT_STORE_BUCKET?",
    ),
    ("OBJECT_STORE_BUCKET: a\nOBJECT_STORE_BUCKET: hunter2\n", f"{FILE} has OBJECT_STORE_BUCKET twice."),
    (
        "OBJECT_STORE_BUCKET: [hunter2]\n",
        "OBJECT_STORE_BUCKET in the file of AEGIS_CONFIG must be a plain value, no list or map.",
    ),
    ("OBJECT_STORE_SECRET_KEY: hunter2\n", f"OBJECT_STORE_SECRET_KEY {NO_LITERAL}"),
    ("DATABASE_URL: postgresql://ada:hunter2@host/models\n", f"DATABASE_URL {NO_LITERAL}"),
    ("DATABASE_URL: postgresql://host/models?password=hunter2\n", f"DATABASE_URL {NO_LITERAL}"),
]


@pytest.mark.parametrize(("text", "expected"), YAML, ids=range(len(YAML)))
def test_a_bad_yaml_file(yaml: Callable[[str], Path], text: str, expected: str) -> None:
    yaml(text)
    with pytest.raises(ConfigurationError) as caught:
        load()
    assert str(caught.value) == expected
    assert BAD not in "".join(traceback.format_exception(caught.value))


def test_an_unknown_key_with_no_likeness(yaml: Callable[[str], Path]) -> None:
    yaml("colour: hunter2\n")
    assert refusal().startswith(f"{FILE} has the unknown key 'colour'; known are OBJECT_STORE_TYPE, ")


def test_a_yaml_file_that_cannot_be_read(folder: Path, environment: Environment) -> None:
    environment(AEGIS_CONFIG=str(folder / "hunter2.yaml"))
    assert refusal() == f"{FILE} cannot be read: No such file or directory."
    environment(AEGIS_CONFIG="~nobody-of-this-name/hunter2.yaml")
    assert refusal() == "AEGIS_CONFIG must be the path of a file."
    environment(AEGIS_CONFIG=str(folder))
    assert refusal() == f"{FILE} cannot be read: Is a directory."
    (folder / "hunter2.yaml").write_bytes(b"OBJECT_STORE_BUCKET: \xff\n")
    environment(AEGIS_CONFIG=str(folder / "hunter2.yaml"))
    assert refusal() == f"{FILE} is not UTF-8 text."


def test_secret_files_that_are_not_there(
    folder: Path, environment: Environment, secret_files: Callable[..., Path]
) -> None:
    environment(AEGIS_SECRETS_DIR=str(folder / "hunter2"))
    assert refusal() == "AEGIS_SECRETS_DIR must be a folder that can be read."
    environment(AEGIS_SECRETS_DIR="~nobody-of-this-name")
    assert refusal() == "AEGIS_SECRETS_DIR must be a folder that can be read."
    mounted = secret_files(DATABASE_URL="\n")
    assert refusal() == f"DATABASE_URL cannot be read: the secret file {mounted / 'DATABASE_URL'} is empty."


@pytest.mark.parametrize(
    ("reference", "reason"),
    [
        ("env:NOT_THERE", "the environment variable NOT_THERE is not set"),
        ("file:/not/there", "the secret file /not/there cannot be read: No such file or directory"),
        (
            "file:~nobody-of-this-name/x",
            "the secret file ~nobody-of-this-name/x cannot be read: No such file or directory",
        ),
        ("vault:kv/app#key", "reading vault:kv/app needs the environment variable VAULT_ADDR"),
    ],
)
@pytest.mark.parametrize("name", ["OBJECT_STORE_ACCESS_KEY", "OBJECT_STORE_SECRET_KEY", "DATABASE_URL"])
def test_a_reference_that_leads_to_nothing(
    environment: Environment, name: str, reference: str, reason: str
) -> None:
    environment(OBJECT_STORE_ACCESS_KEY="key", OBJECT_STORE_SECRET_KEY="hunter2")
    environment(**{name: reference})
    assert refusal() == f"{name} in the environment cannot be read: {reason}."
