"""Rates at which a spot pool loses and regains capacity."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from costing.plan.arrays import Bools
from costing.plan.checkpoints import expected_time
from costing.units import HOURS_PER_MONTH

# The Spot Instance Advisor's classes of interruption in a month: lowest and highest share.
# https://aws.amazon.com/ec2/spot/instance-advisor/
ADVISOR_CLASSES: Sequence[tuple[float, float | None]] = (
    (0.0, 0.05),
    (0.05, 0.10),
    (0.10, 0.15),
    (0.15, 0.20),
    (0.20, None),
)


@dataclass(frozen=True, slots=True)
class Rates:
    """Geometric up and down times of one pool, per interval of the trace."""

    loss: float  # probability that an interval with capacity is followed by one without
    recovery: float  # probability that an interval without capacity is followed by one with

    @property
    def availability(self) -> float:
        """Return the long-run share of time with capacity."""
        return self.recovery / (self.loss + self.recovery)


def fitted_rates(up: ArrayLike, smoothing: float = 1.0) -> Rates:
    """Return the rates of a trace of zeros and ones.

    With `smoothing` each rate is (changes + smoothing) / (intervals + 2 x smoothing), so that a
    change that was never seen is not impossible.
    """
    trace: Bools = np.asarray(up, dtype=np.bool_)
    before, after = trace[:-1], trace[1:]
    lost = np.count_nonzero(before & ~after) + smoothing
    regained = np.count_nonzero(~before & after) + smoothing
    return Rates(
        lost / (np.count_nonzero(before) + 2 * smoothing),
        regained / (np.count_nonzero(~before) + 2 * smoothing),
    )


def advisor_rate(monthly_share: float) -> float:
    """Return interruptions an hour from the share of instances interrupted in a month.

    The advisor counts all users' instances of the last month: it ranks types, and is two to three
    orders of magnitude milder than what scarce accelerators show.
    """
    if not 0 <= monthly_share < 1:
        raise ValueError(f"share {monthly_share} is not in [0, 1)")
    return -math.log1p(-monthly_share) / float(HOURS_PER_MONTH)


def restart_only_time(work: float, rate: float, restart: float) -> float:
    """Return the expected time of work without checkpoints on one spot instance.

    (1 / rate) e^(rate x restart) (e^(rate x work) - 1), with exponential interruptions at `rate`.
    """
    return expected_time(work, 1 / rate, restart) if rate else work
