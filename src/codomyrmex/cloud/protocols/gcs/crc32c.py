"""CRC-32Cs of pieces, made into that of the whole: what the service keeps of an object that it composed.

https://cloud.google.com/storage/docs/composite-objects
"""

from __future__ import annotations

from functools import cache

# Polynomials over two elements as 32 bits, the lowest power in the highest bit; x itself is bit 30.
_POLYNOMIAL = 0x82F63B78
_ONE, _X = 1 << 31, 1 << 30


def combine(first: int, second: int, size: int) -> int:
    """The CRC-32C of two pieces one after the other.

    Args:
        first: that of the first.
        second: that of the second.
        size: bytes of the second.
    """
    # Bytes behind a piece multiply its remainder by x to the power of their bits.
    return _product(_power(8 * size), first) ^ second


@cache
def _power(exponent: int) -> int:
    """The remainder of x to some power. Pieces are of few sizes, so that few are ever computed."""
    power, square = _ONE, _X
    while exponent:
        if exponent & 1:
            power = _product(power, square)
        square = _product(square, square)
        exponent >>= 1
    return power


def _product(a: int, b: int) -> int:
    """The remainder of a product."""
    product = 0
    for bit in range(31, -1, -1):
        if a >> bit & 1:
            product ^= b
        b = b >> 1 ^ (_POLYNOMIAL if b & 1 else 0)
    return product
