"""Telling pickles from other files by what they begin with."""

from __future__ import annotations

import io
import pickletools

_NEWEST_PROTOCOL = 8  # three more than there are
_CALLS = frozenset(("GLOBAL", "INST", "REDUCE"))
# Of one that is cut off: a text can begin as a pickle does, and hardly goes on so.
_ENOUGH_OPERATIONS = 4
# A pickle builds one object: outside of a mark, only what is put into another next lies on its stack.
_DEEPEST_STACK = 16


def is_pickle(first: bytes, *, whole: bool) -> bool:
    """Whether a file is a pickle that can call something.

    From protocol 2 on, a pickle says what it is. Older ones are programs of the same machine without a sign,
    and are told by that every operation is one that can be:
    https://docs.python.org/3/library/pickletools.html.

    Args:
        first: what the file begins with.
        whole: whether that is all of it. Of what is cut off, the rest may call something.
    """
    if len(first) > 2 and first[0] == 0x80 and 2 <= first[1] <= _NEWEST_PROTOCOL:
        return True
    file, stack = io.BytesIO(first), _Stack()
    calls, count = False, 0
    try:
        for operation, _, _ in pickletools.genops(file):
            if not stack.takes(operation):
                return False
            calls, count = calls or operation.name in _CALLS, count + 1
    except (ValueError, IndexError, OverflowError):
        cut_off = not whole and file.tell() == len(first)
        return cut_off and (calls or count >= _ENOUGH_OPERATIONS)
    return calls


class _Stack:
    """How many objects lie on the stack of the machine, above each mark that is open."""

    def __init__(self) -> None:
        self._depths = [0]

    def takes(self, operation: pickletools.OpcodeInfo) -> bool:
        """Follow an operation; ``False`` where there is not what it needs."""
        before, after = list(operation.stack_before), list(operation.stack_after)
        if pickletools.markobject in before:
            if len(self._depths) == 1:
                return False
            self._depths.pop()
            before = before[: before.index(pickletools.markobject)]
        elif operation.name == "POP" and len(self._depths) > 1 and self._depths[-1] == 0:
            self._depths.pop()  # it takes a mark as well
            before = []
        if self._depths[-1] < len(before):
            return False
        self._depths[-1] -= len(before)
        if pickletools.markobject in after:
            self._depths.append(0)
        else:
            self._depths[-1] += len(after)
        return self._depths[0] <= _DEEPEST_STACK
