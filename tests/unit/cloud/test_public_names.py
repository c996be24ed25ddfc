"""The names of ``codomyrmex.cloud``: complete, lazy, and honest about what is not there."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import pytest

import codomyrmex
from codomyrmex import cloud
from codomyrmex.cloud import common

SOURCE = Path(codomyrmex.__file__).parent.parent
EXTRAS = {
    "AzureBlobClient": "azure.identity",
    "GCSClient": "google.auth",
    "InfomaniakComputeClient": "openstack",
    "InfomaniakDNSClient": "openstack",
    "InfomaniakHeatClient": "openstack",
    "InfomaniakIdentityClient": "openstack",
    "InfomaniakMeteringClient": "openstack",
    "InfomaniakNetworkClient": "openstack",
    "InfomaniakVolumeClient": "openstack",
}


def python(program: str, *options: str, path: Path | None = None) -> str:
    """What a fresh interpreter prints, with ``path`` before everything else it imports from."""
    places = [str(path)] if path else []
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([*places, str(SOURCE)])}
    command = [sys.executable, *options, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


def is_installed(package: str) -> bool:
    """Whether a package can be imported here."""
    try:
        return find_spec(package) is not None
    except ModuleNotFoundError:
        return False


@pytest.mark.parametrize("module", [cloud, common])
def test_every_name_resolves(module: ModuleType) -> None:
    absent = {name for name, package in EXTRAS.items() if not is_installed(package)}
    for name in module.__all__:
        value = getattr(module, name)
        assert (value is None) == (name in absent), name
    assert set(dir(module)) == set(module.__all__)
    assert len(set(module.__all__)) == len(module.__all__)


@pytest.mark.parametrize("module", [cloud, common])
def test_type_checkers_see_the_same_names(module: ModuleType) -> None:
    assert module.__file__ is not None
    tree = ast.parse(Path(module.__file__).read_text())
    (block,) = (node for node in tree.body if isinstance(node, ast.If))
    names = set()
    for statement in block.body:
        if isinstance(statement, ast.ImportFrom) and statement.module != "typing":
            names |= {alias.name for alias in statement.names}
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            names.add(statement.target.id)
    assert names == set(module.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Nonsense'"):
        cloud.Nonsense  # noqa: B018
    with pytest.raises(AttributeError, match="has no attribute 'Nonsense'"):
        common.Nonsense  # noqa: B018


@pytest.mark.parametrize("module", ["codomyrmex.cloud", "codomyrmex.cloud.common"])
def test_importing_loads_nothing_third_party(module: str) -> None:
    program = (
        f"import sys; before = set(sys.modules); import {module}; print(*sorted(set(sys.modules) - before))"
    )
    parents = {module.rpartition(".")[0], "codomyrmex", "codomyrmex.cloud"}
    loaded = {name for name in python(program).split() if name != "__future__"}
    assert loaded == parents | {module}


@pytest.mark.parametrize(
    "capability", ["compute", "block_storage", "network", "identity", "dns", "orchestration", "metering"]
)
def test_a_client_of_openstack_loads_no_sdk_until_it_is_used(capability: str) -> None:
    program = (
        f"import codomyrmex.cloud.infomaniak.{capability} as module, sys\n"
        "from codomyrmex.cloud.infomaniak.auth import InfomaniakCredentials\n"
        "credentials = InfomaniakCredentials(username='u', password='p', project='p')\n"
        "client = next(one for name, one in vars(module).items() if name.startswith('Infomaniak'))\n"
        "client.from_credentials(credentials)\n"
        "print(sorted({'openstack', 'keystoneauth1', 'requests'} & set(sys.modules)))"
    )
    assert python(program) == "[]\n"


def test_without_its_sdk_a_client_is_none() -> None:
    # -S leaves site-packages out, so that no SDK is there.
    program = (
        "from codomyrmex.cloud import AzureBlobClient, S3Client, GCSClient\n"
        "from codomyrmex.cloud.common import StorageClient, CloudProvider\n"
        "print(S3Client, GCSClient, AzureBlobClient, CloudProvider.AWS)"
    )
    assert python(program, "-S") == "None None None aws\n"


def test_a_broken_sdk_does_not_look_absent(tmp_path: Path) -> None:
    Path(tmp_path, "boto3").mkdir()
    Path(tmp_path, "boto3", "__init__.py").write_text("raise ImportError('half of it is missing')")
    program = (
        "from codomyrmex.cloud import S3Client\n"
        "client = S3Client(access_key='a', secret_key='b', region='us-east-1')\n"
        "try:\n    client.native\nexcept ImportError as error:\n    print(error)"
    )
    assert python(program, path=tmp_path) == "half of it is missing\n"
