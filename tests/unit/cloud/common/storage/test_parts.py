"""How large objects are cut."""

from __future__ import annotations

import pytest

from codomyrmex.cloud.common.storage.parts import MAX_PARTS, MIB, PART_SIZE, PartSizes, part_sizes_for

GIB = 1 << 30
TIB = 1 << 40


def largest_object(sizes: PartSizes) -> int:
    """Bytes that as many parts as there may be can hold."""
    return sum(sizes.size_of(number) for number in range(1, MAX_PARTS + 1))


@pytest.mark.parametrize("total", [0, 1, PART_SIZE, 10 * GIB, 5 * TIB])
def test_an_object_of_known_length_fits(total: int) -> None:
    sizes = part_sizes_for(total)
    assert total <= largest_object(sizes)
    assert sizes.size_of(1) % MIB == 0
    assert sizes.size_of(1) >= PART_SIZE


def test_an_object_of_unknown_length_may_have_five_tebibytes() -> None:
    sizes = part_sizes_for(None)
    assert sizes.size_of(1) < PART_SIZE, "it waits in memory"
    assert largest_object(sizes) >= 5 * TIB
    assert sizes.size_of(MAX_PARTS) <= 5 * GIB


def test_parts_of_unknown_length_never_shrink() -> None:
    sizes = part_sizes_for(None)
    all_sizes = [sizes.size_of(number) for number in range(1, 1000)]
    assert all_sizes == sorted(all_sizes)


@pytest.mark.parametrize(
    ("sizes", "total", "expected"),
    [
        (PartSizes(10), 0, []),
        (PartSizes(10), 1, [(0, 1)]),
        (PartSizes(10), 10, [(0, 10)]),
        (PartSizes(10), 11, [(0, 10), (10, 11)]),
        (PartSizes(10, step=2), 65, [(0, 10), (10, 20), (20, 40), (40, 60), (60, 65)]),
    ],
)
def test_spans_cover_the_object_without_a_gap(
    sizes: PartSizes, total: int, expected: list[tuple[int, int]]
) -> None:
    assert list(sizes.spans(total)) == expected


@pytest.mark.parametrize("sizes", [PartSizes(), PartSizes(5 * MIB), PartSizes(16 * MIB, 150)])
def test_what_was_written_is_read_again(sizes: PartSizes) -> None:
    assert PartSizes.parse(str(sizes)) == sizes


@pytest.mark.parametrize("text", ["", "x", "0", "-5", "5+", "5+0", "5+x", "+5", "5 ", "5+1+1", "1e3"])
def test_other_text_is_not_read(text: str) -> None:
    assert PartSizes.parse(text) is None
