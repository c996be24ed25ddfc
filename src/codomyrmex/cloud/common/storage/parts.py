"""How a large object is cut: part sizes that grow with the object, so that 5 TiB fits in 10,000 parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

MIB = 1 << 20
PART_SIZE = 16 * MIB
MAX_PARTS = 10_000
_STREAMED = 8 * MIB
"""Parts of a stream wait in memory, so they begin small."""
_STEP = 75
"""With 8 MiB parts that grow by 8 MiB every 75 parts, 10,000 of them hold 5.12 TiB."""


@dataclass(frozen=True, slots=True)
class PartSizes:
    """The size of each part of an object.

    Attributes:
        base: bytes of the first part.
        step: after so many parts, each part is larger by ``base`` again; ``None``: all are alike.
    """

    base: int = PART_SIZE
    step: int | None = None

    def size_of(self, number: int) -> int:
        """Bytes of part ``number`` (from 1), unless it is the last and smaller."""
        if self.step is None:
            return self.base
        return self.base * (1 + (number - 1) // self.step)

    def spans(self, total: int) -> Iterator[tuple[int, int]]:
        """The first byte and the byte behind the last of each part of ``total`` bytes."""
        start, number = 0, 1
        while start < total:
            end = min(total, start + self.size_of(number))
            yield start, end
            start, number = end, number + 1

    def __str__(self) -> str:
        return str(self.base) if self.step is None else f"{self.base}+{self.step}"

    @classmethod
    def parse(cls, text: str) -> PartSizes | None:
        """Read what `str` wrote; ``None`` when it is something else."""
        base, plus, step = text.partition("+")
        if not base.isdecimal() or int(base) == 0 or (plus and (not step.isdecimal() or int(step) == 0)):
            return None
        return cls(int(base), int(step) if plus else None)


def part_sizes_for(total: int | None, base: int = PART_SIZE, max_parts: int = MAX_PARTS) -> PartSizes:
    """The part sizes for an upload of ``total`` bytes, or of a length that nobody knows yet (``None``)."""
    if total is None:
        return PartSizes(min(base, _STREAMED), _STEP)
    smallest = -(-total // max_parts)
    return PartSizes(max(base, -(-smallest // MIB) * MIB))
