"""What a process that moves large objects tells its allocator."""

from __future__ import annotations

import ctypes

_M_TRIM_THRESHOLD = -1
_M_MMAP_THRESHOLD = -3
_M_ARENA_MAX = -8
_LARGEST_SHARED = 32 << 20
_MOST_SPARE = 64 << 20


def share_large_blocks() -> None:
    """Let glibc hand a large block that one thread frees to the next thread that wants one.

    By itself it maps each anew, and the kernel then zeroes it page by page, or it keeps them apart for each
    thread: 100 MiB in a copy between clouds. Other systems need no such word
    (https://man7.org/linux/man-pages/man3/mallopt.3.html).
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, 1)
        mallopt(_M_MMAP_THRESHOLD, _LARGEST_SHARED)
        mallopt(_M_TRIM_THRESHOLD, _MOST_SPARE)
