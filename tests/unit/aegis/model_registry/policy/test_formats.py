"""Files that run code when they are loaded are told from others, by name and by what they begin with."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import pickle
import struct
import tarfile
import zipfile
import zlib
from collections import OrderedDict
from pathlib import Path

import pytest

from aegis_multimodal_ai_system.model_registry.policy.formats import unsafe_format
from codomyrmex.cloud import LocalFileError

OBJECT = OrderedDict(weights=[1.0, 2.0])
ARRAY = b"\x93NUMPY\x01\x00v\x00{'descr': '%s', 'fortran_order': False, 'shape': (2,), }".ljust(128)


def archive(**members: bytes) -> bytes:
    """A zip file."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as target:
        for name, content in members.items():
            target.writestr(name.replace("__", "."), content)
    return written.getvalue()


def tar(name: str, content: bytes) -> bytes:
    """A tar archive."""
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as target:
        about = tarfile.TarInfo(name)
        about.size = len(content)
        target.addfile(about, io.BytesIO(content))
    return written.getvalue()


def safetensors() -> bytes:
    """A file of safetensors."""
    header = json.dumps({"w": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}).encode()
    return struct.pack("<Q", len(header)) + header + b"\0\0\0\0"


def _text(value: object) -> str:
    # Archives hold the time, and the processes that share the tests must agree on their names.
    return value if isinstance(value, str) else "bytes"


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickle_under_another_name(folder: Path, protocol: int) -> None:
    file = folder / "model.bin"
    file.write_bytes(pickle.dumps(OBJECT, protocol))
    assert unsafe_format(file) == "a pickle"


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize(
    "value",
    [
        OrderedDict(weights=[0.5] * 20_000),
        {"name": "x" * 100_000, "model": OBJECT},
        [OrderedDict(layer=number) for number in range(8_000)],
        ((1, (2, ())), {"layers": [[]] * 40_000}, frozenset((1,)), OBJECT),
    ],
    ids=["numbers", "text", "objects", "containers"],
)
def test_a_pickle_of_which_only_the_beginning_is_looked_at(
    folder: Path, value: object, protocol: int
) -> None:
    content = pickle.dumps(value, protocol)
    assert len(content) > 64 * 1024
    (folder / "model.bin").write_bytes(content)
    assert unsafe_format(folder / "model.bin") == "a pickle"
    (folder / "model.z").write_bytes(gzip.compress(content))
    assert unsafe_format(folder / "model.z") == "a pickle"


@pytest.mark.parametrize("compress", [zlib.compress, gzip.compress, bz2.compress, lzma.compress])
def test_a_compressed_pickle(folder: Path, compress: type[bytes]) -> None:
    file = folder / "model.z"
    file.write_bytes(compress(pickle.dumps(OBJECT)))
    assert unsafe_format(file) == "a pickle"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("model.PKL", b"", "a pickle"),
        ("model.joblib", b"", "a file of joblib"),
        ("model.pt", b"", "a file of PyTorch"),
        ("model.h5", b"", "a file of Keras"),
        ("plugin.so", b"", "code"),
        ("model.bin", archive(data__pkl=b""), "an archive with a pickle"),
        ("model.bin", archive(data=pickle.dumps(OBJECT)), "an archive with a pickle"),
        ("model.bin", archive(data=b"")[:-30], "an archive that cannot be read"),
        ("model.tar", tar("data/model.pkl", b""), "an archive with a pickle"),
        ("model.tar", tar("data/model", pickle.dumps(OBJECT)), "an archive with a pickle"),
        ("model.tar", tar("model.skops", archive(data__pkl=b"")), "an archive with an archive with a pickle"),
        ("model.tar", tar("inner", tar("a", b"")), "an archive with an archive"),
        ("model.tar", tar("a", b"x" * 600)[:700], "an archive that cannot be read"),
        ("array.npy", ARRAY.replace(b"%s", b"|O"), "an array of Python objects"),
        (
            "arrays.npz",
            archive(w__npy=ARRAY.replace(b"%s", b"|O")),
            "an archive with an array of Python objects",
        ),
    ],
    ids=_text,
)
def test_what_can_run_code(folder: Path, name: str, content: bytes, expected: str) -> None:
    (folder / name).write_bytes(content)
    assert unsafe_format(folder / name) == expected


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.bin", b""),
        ("model.safetensors", safetensors()),
        ("model.gguf", b"GGUF\x03\0\0\0" + b"\0" * 64),
        ("vocabulary.txt", b"cat\ndog\nmouse\n"),
        ("config.json", b'{"layers": 12}'),
        ("config.json.gz", gzip.compress(b'{"layers": 12}', mtime=0)),
        ("array.npy", ARRAY.replace(b"%s", b"<f4")),
        ("arrays.npz", archive(w__npy=ARRAY.replace(b"%s", b"<f4"))),
        ("model.tar", tar("model.skops", archive(schema__json=b"{}"))),
        ("noise.bin", bytes(range(256)) * 300),
        # Every line of these is an operation, or two, and together they are no pickle.
        ("words.txt", b"cat\ncow\ncrow\n" * 10_000),
        ("versions.txt", b"Version\n" * 10_000),
        ("bits.txt", b"0120" * 50_000),
        ("acids.txt", b"acgt" * 50_000),
        ("line.txt", b"(V" + b"very long " * 10_000),
    ],
    ids=_text,
)
def test_what_cannot(folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)
    assert unsafe_format(folder / name) is None


def test_a_file_that_is_not_there(folder: Path) -> None:
    with pytest.raises(LocalFileError, match="cannot be read"):
        unsafe_format(folder / "none")
