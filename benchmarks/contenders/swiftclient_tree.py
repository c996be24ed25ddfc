"""python-swiftclient's service in 32 threads: ``up FOLDER NAME``, ``down NAME FOLDER``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from swiftclient import Connection
from swiftclient.service import SwiftService, SwiftUploadObject

THREADS = 32


def up(folder: Path, container: str) -> None:
    """Upload every file of a tree."""
    objects = [
        SwiftUploadObject(str(path), object_name=str(path.relative_to(folder)))
        for path in folder.rglob("*")
        if path.is_file()
    ]
    with SwiftService({"object_uu_threads": THREADS, **_account()}) as service:
        _demand_success(service.upload(container, objects))


def down(container: str, folder: Path) -> None:
    """Download every object of a container."""
    with SwiftService({"object_dd_threads": THREADS, **_account()}) as service:
        _demand_success(service.download(container, options={"out_directory": str(folder)}))


def _account() -> dict[str, str]:
    """The account's address and a token for all threads: left to itself, each asks Keystone for its own."""
    address, token = Connection(
        os.environ["OS_AUTH_URL"],
        os.environ["OS_USERNAME"],
        os.environ["OS_PASSWORD"],
        auth_version="3",
        os_options={
            "project_name": os.environ["OS_PROJECT_NAME"],
            "user_domain_name": os.environ["OS_USER_DOMAIN_NAME"],
            "project_domain_name": os.environ["OS_PROJECT_DOMAIN_NAME"],
        },
    ).get_auth()
    return {"os_storage_url": address, "os_auth_token": token}


def _demand_success(results: Iterable[dict[str, Any]]) -> None:
    for result in results:
        if not result["success"]:
            raise RuntimeError(f"{result['action']}: {result.get('error')}")


if __name__ == "__main__":
    verb, source, target = sys.argv[1:]
    if verb == "up":
        up(Path(source), target)
    else:
        down(source, Path(target))
