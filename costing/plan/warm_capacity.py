"""Capacity kept ready because new instances take time to start."""

import numpy as np
from numpy.typing import ArrayLike


def headroom(demand: ArrayLike, lead: int, quantile: float) -> float:
    """Return the spare capacity that covers the demand until new instances are ready.

    The quantile of max(D(t+1) … D(t+lead)) - D(t) over a demand trace, at least zero. `lead`: the
    start-up time in intervals of the trace, rounded up. Unit: that of the demand. No distribution
    is assumed. Raise ValueError for a trace that is not longer than the lead time.
    """
    trace = np.asarray(demand, dtype=np.float64)
    if lead <= 0:
        return 0.0
    if len(trace) <= lead:
        raise ValueError(
            f"a trace of {len(trace)} intervals is too short for a lead time of {lead}"
        )
    ahead = np.lib.stride_tricks.sliding_window_view(trace[1:], lead).max(axis=1)
    return max(float(np.quantile(ahead - trace[: len(ahead)], quantile)), 0.0)


def newsvendor_quantile(shortage_cost: float, idle_cost: float) -> float:
    """Return the quantile of demand to cover at least expected cost.

    `shortage_cost`: USD of one unit of demand that is not served for an hour. `idle_cost`: USD of
    one unit of capacity for an hour. Raise ValueError for negative costs or two zeros.
    """
    if shortage_cost < 0 or idle_cost < 0 or not shortage_cost + idle_cost:
        raise ValueError("costs must not be negative, and one of them above zero")
    return shortage_cost / (shortage_cost + idle_cost)
