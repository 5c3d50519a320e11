"""Number of function calls of a piece of work: a measure of growth that no load disturbs."""

import cProfile
from collections.abc import Callable


def calls(work: Callable[[], object]) -> int:
    """Return the number of function calls of the work, of Python and C functions."""
    profile = cProfile.Profile()
    profile.runcall(work)
    return sum(entry.callcount for entry in profile.getstats())
