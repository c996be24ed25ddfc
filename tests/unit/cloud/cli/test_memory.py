"""Large blocks that were freed are the system's again."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

# Says how many blocks glibc has mapped for a second large block, after a first one was freed.
MAPPED = """
import ctypes, sys
from codomyrmex.cloud.cli.memory import return_large_blocks

class Figures(ctypes.Structure):
    names = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost"
    _fields_ = list(zip(names.split(), [ctypes.c_size_t] * 10))

libc = ctypes.CDLL(None)
libc.malloc.restype, libc.mallinfo2.restype = ctypes.c_void_p, Figures
libc.free.argtypes = [ctypes.c_void_p]
if sys.argv[1] == "told":
    return_large_blocks()
libc.free(libc.malloc(8 << 20))
before = libc.mallinfo2().hblks
libc.malloc(8 << 20)
print(libc.mallinfo2().hblks - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another allocator than glibc's")
@pytest.mark.parametrize(("how", "mapped"), [("told", 1), ("untold", 0)])
def test_a_large_block_is_the_systems_again_once_it_is_free(how: str, mapped: int) -> None:
    done = subprocess.run([sys.executable, "-c", MAPPED, how], capture_output=True, check=True, timeout=60)
    assert int(done.stdout) == mapped
