"""The settings object: loaded once, on first use; secrets shown nowhere."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from aegis_multimodal_ai_system.config import load
from codomyrmex.cloud import ConfigurationError

ROOT = Path(__file__).parents[4]


def python(program: str, **variables: str) -> str:
    """What a program prints, in the current folder."""
    path = f"{ROOT / 'src'}"
    run = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": path, **variables},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_importing_loads_nothing_and_reads_nothing(folder: Path) -> None:
    (folder / ".env").write_text("half written '")
    program = (
        "import sys; before = set(sys.modules)\n"
        "import aegis_multimodal_ai_system.storage\n"
        "from aegis_multimodal_ai_system import config\n"
        "print(sorted({name.partition('.')[0] for name in set(sys.modules) - before}))\n"
    )
    printed = python(program, OBJECT_STORE_TYPE="nonsense", AEGIS_CONFIG="/not/there")
    assert printed == "['__future__', 'aegis_multimodal_ai_system']\n"


def test_cfg_is_loaded_on_first_use_and_stays() -> None:
    program = (
        "import os\n"
        "from aegis_multimodal_ai_system import config\n"
        "os.environ['OBJECT_STORE_BUCKET'] = 'first'\n"
        "cfg = config.cfg\n"
        "os.environ['OBJECT_STORE_BUCKET'] = 'second'\n"
        "print(cfg.OBJECT_STORE_BUCKET, config.cfg is cfg, config.load().OBJECT_STORE_BUCKET)\n"
    )
    assert python(program) == "first True second\n"


def test_a_cfg_that_cannot_be_loaded_can_be_loaded_later() -> None:
    program = (
        "import os\n"
        "from aegis_multimodal_ai_system import config\n"
        "try:\n"
        "    config.cfg\n"
        "except ValueError as error:\n"
        "    print(type(error).__name__)\n"
        "os.environ['OBJECT_STORE_TYPE'] = 'local'\n"
        "print(config.cfg.OBJECT_STORE_TYPE)\n"
    )
    assert python(program, OBJECT_STORE_TYPE="nonsense") == "ConfigurationError\nlocal\n"


def test_all_threads_get_the_same_cfg() -> None:
    program = (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from aegis_multimodal_ai_system import config\n"
        "with ThreadPoolExecutor(8) as threads:\n"
        "    print(len({id(one) for one in threads.map(lambda _: config.cfg, range(64))}))\n"
    )
    assert python(program) == "1\n"


def test_without_the_extra_the_settings_say_which() -> None:
    program = (
        "import sys\n"
        "sys.modules['pydantic_settings'] = None\n"
        "from aegis_multimodal_ai_system import config\n"
        "try:\n"
        "    config.cfg\n"
        "except ImportError as error:\n"
        "    print(error)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    expected = "The settings need pydantic-settings. Install it with: pip install 'codomyrmex-cloud[aegis]'\n"
    assert run.stdout == expected


def test_an_unknown_name_is_an_attribute_error() -> None:
    from aegis_multimodal_ai_system import config, storage

    for module in (config, storage):
        with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
            module.nonsense  # noqa: B018
        assert dir(module) == sorted(module.__all__)


def test_secrets_are_shown_nowhere(environment: Callable[..., None]) -> None:
    environment(
        OBJECT_STORE_ACCESS_KEY="hush-key",
        OBJECT_STORE_SECRET_KEY="hush-secret",
        DATABASE_URL="postgresql://ada:hush@host/models",
    )
    cfg = load()
    for shown in (repr(cfg), str(cfg), cfg.model_dump_json(), repr(cfg.model_dump()), repr(vars(cfg))):
        assert "hush" not in shown
        assert "OBJECT_STORE_SECRET_KEY" in shown
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(TypeError, match="not pickled"):
            pickle.dumps(cfg, protocol)
    assert copy.copy(cfg) == copy.deepcopy(cfg) == cfg


def test_settings_do_not_change() -> None:
    cfg = load()
    with pytest.raises(ValueError, match="frozen"):
        cfg.OBJECT_STORE_BUCKET = "another"


def test_what_an_adapter_requires() -> None:
    cfg = load()
    cfg.require("OBJECT_STORE_BUCKET")
    with pytest.raises(
        ConfigurationError,
        match=r"^OBJECT_STORE_REGION and DATABASE_URL must be set for the object store minio\.$",
    ):
        cfg.require("OBJECT_STORE_BUCKET", "OBJECT_STORE_REGION", "DATABASE_URL")
