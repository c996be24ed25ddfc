"""What a process that moves large objects tells its allocator."""

from __future__ import annotations

import ctypes

_M_MMAP_THRESHOLD = -3
_LARGE = 1 << 20


def return_large_blocks() -> None:
    """Let glibc give blocks of a MiB and more back to the system as soon as they are free.

    By itself it raises that limit when the first such block is freed, and then keeps those of every thread:
    100 MiB in a copy between clouds. Other systems need no such word
    (https://man7.org/linux/man-pages/man3/mallopt.3.html).
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _LARGE)
