"""The examples do what they say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.contract.independent import boto3_client
from tests.entry_points import ROOT, installed_in
from tests.servers.s3_server import S3Server

WRITTEN = (
    "/csv directory",
    "/csv/sales.csv.gz file",
    "/parquet directory",
    "/parquet/pandas.parquet file",
    "/parquet/pyarrow.parquet file",
)
READ = ["True", "True", "[42, 17, 8]"]


# Leaves without the end of the interpreter, at which pyarrow's own threads may abort it (docs/filesystem.md).
RUN = """
import os, runpy, sys
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
sys.stdout.flush()
os._exit(0)
"""


def run(example: str, tmp_path: Path, *arguments: str, **variables: str) -> list[str]:
    """The lines that an example prints; a warning is an error."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", RUN, ROOT / "examples" / example, *arguments],
        env={**os.environ, "PYTHONPATH": installed_in(tmp_path / "installed"), **variables},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_dataframes_in_the_embedded_store(tmp_path: Path) -> None:
    store = tmp_path / "store"
    lines = run("dataframes.py", tmp_path, CODOMYRMEX_LOCAL_ROOT=str(store))
    assert lines == [f"cmx+local://dataframes{line}" for line in WRITTEN] + READ
    assert (store / "dataframes" / "parquet" / "pandas.parquet").read_bytes().startswith(b"PAR1")


def test_dataframes_on_a_server(tmp_path: Path, ceph_server: S3Server) -> None:
    lines = run(
        "dataframes.py",
        tmp_path,
        "minio://dataframes",
        MINIO_ENDPOINT=ceph_server.endpoint,
        MINIO_ACCESS_KEY=ceph_server.access_key,
        MINIO_SECRET_KEY=ceph_server.secret_key,
    )
    assert lines == [f"minio://dataframes{line}" for line in WRITTEN] + READ
    stored = boto3_client(ceph_server).get_object(Bucket="dataframes", Key="parquet/pandas.parquet")
    assert stored["Body"].read().startswith(b"PAR1")
