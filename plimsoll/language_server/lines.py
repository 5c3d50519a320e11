"""Lines of a file that changed since its analysis."""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher


def moved(old: Sequence[str], new: Sequence[str]) -> Mapping[int, int]:
    """Return the new number of each line that both texts have; the first line is 1."""
    if old == new:
        return {number: number for number in range(1, len(old) + 1)}
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    return {
        a + offset + 1: b + offset + 1
        for a, b, size in matcher.get_matching_blocks()
        for offset in range(size)
    }
