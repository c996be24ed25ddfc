"""The format of a disk image, from how it begins.

Glance refuses a new image whose data are of another format than it says.
"""

from __future__ import annotations

_SIGNATURES = (
    (0, b"QFI\xfb", "qcow2"),
    (0, b"KDMV", "vmdk"),
    (0, b"conectix", "vhd"),
    (0, b"vhdxfile", "vhdx"),
    (0x40, b"\x7f\x10\xda\xbe", "vdi"),
    (0x8001, b"CD001", "iso"),
)


def disk_format_of(beginning: bytes) -> str:
    """Glance's word for the format; ``raw`` for what has no signature.

    Args:
        beginning: the first bytes, 33 KiB of them where there are so many.
    """
    for position, signature, name in _SIGNATURES:
        if beginning.startswith(signature, position):
            return name
    return "raw"
