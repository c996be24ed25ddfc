"""A large block that one thread freed is the next one's."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

# Says how many pages the kernel gives while four threads, one after the other, have a block of 8 MiB.
GIVEN = """
import resource, sys, threading
from queue import SimpleQueue
from codomyrmex.cloud.cli.memory import share_large_blocks

done = SimpleQueue()

def work(turns):
    while True:
        turns.get()
        b"x" * (8 << 20)
        done.put(None)

if sys.argv[1] == "told":
    share_large_blocks()
threads = [SimpleQueue() for _ in range(4)]
for turns in threads:
    threading.Thread(target=work, args=[turns], daemon=True).start()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for turns in threads * 2:
    turns.put(None)
    done.get()
print((resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before) * resource.getpagesize() >> 20)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another allocator than glibc's")
@pytest.mark.parametrize(("how", "least", "most"), [("told", 0, 15), ("untold", 32, 64)])
def test_a_large_block_that_a_thread_freed_is_the_next_ones(how: str, least: int, most: int) -> None:
    done = subprocess.run([sys.executable, "-c", GIVEN, how], capture_output=True, check=True, timeout=300)
    assert least <= int(done.stdout) <= most
