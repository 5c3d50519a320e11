"""Availability of components, of redundant instances, and of fleets that span zones.

An availability is a share of time in [0, 1]. Capacity distributions are arrays: the value at index
k is the probability that k instances run.
"""

import math
from collections.abc import Iterable, Sequence

import numpy as np

from costing.plan.arrays import Floats, Numbers

MINUTES_PER_YEAR = 365 * 24 * 60


def steady_state(mtbf: float, mttr: float) -> float:
    """Return mean time between failures over the sum of it and the mean time to repair."""
    return mtbf / (mtbf + mttr)


def series(parts: Iterable[float]) -> float:
    """Return the availability of a system that needs all of its parts."""
    return math.prod(require_share(part) for part in parts)


def parallel(parts: Iterable[float]) -> float:
    """Return the availability of a system that needs any one of its parts."""
    return 1 - parallel_unavailability(parts)


def parallel_unavailability(parts: Iterable[float]) -> float:
    """Return 1 - `parallel`, exact where it is far below the precision of 1."""
    return math.prod(1 - require_share(part) for part in parts)


def minutes_per_year(availability: float) -> float:
    """Return the expected minutes a year (365 days) without service."""
    return (1 - require_share(availability)) * MINUTES_PER_YEAR


def capacity_of(instances: Numbers) -> Floats:
    """Return the Poisson-binomial distribution of independent instances, by convolution."""
    distribution = np.ones(1)
    for each in instances:
        up = require_share(float(each))
        distribution = np.convolve(distribution, (1 - up, up))
    return distribution


def zone_capacity(instances: int, instance: float, zone: float) -> Floats:
    """Return the distribution of a zone's capacity; a zone that is down takes all its instances."""
    distribution = require_share(zone) * capacity_of([instance] * instances)
    distribution[0] += 1 - zone
    return distribution


def fleet_capacity(zones: Iterable[int], instance: float, zone: float) -> Floats:
    """Return the distribution of capacity over zones that fail independently.

    `zones`: instances in each zone. `instance`: availability of one, given that its zone is up.
    """
    distribution = np.ones(1)
    for count in zones:
        distribution = np.convolve(distribution, zone_capacity(count, instance, zone))
    return distribution


def full_capacity(distribution: Floats, need: int) -> float:
    """Return P(capacity >= need)."""
    return 1 - shortfall(distribution, need)


def shortfall(distribution: Floats, need: int) -> float:
    """Return P(capacity < need), exact where it is far below the precision of 1."""
    return math.fsum(distribution[: max(need, 0)])


def served_fraction(distribution: Floats, need: int) -> float:
    """Return E[min(capacity, need)] / need: the share of demand that is served."""
    if need <= 0:
        return 1.0
    missing = need - np.arange(min(need, len(distribution)))
    return 1 - math.fsum(missing * distribution[: len(missing)]) / need


def k_of_n(need: int, instances: Numbers) -> float:
    """Return the availability of a system that needs `need` of its instances."""
    return full_capacity(capacity_of(instances), need)


def spares_approximation(instances: int, spares: int, instance: float) -> float:
    """Return 1 - C(n, s + 1) (1 - a)^(s + 1), AWS's approximation for n instances with s spares.

    https://docs.aws.amazon.com/whitepapers/latest/availability-and-beyond-improving-resilience/
    """
    lost = spares + 1
    return 1 - math.comb(instances, lost) * (1 - require_share(instance)) ** lost


def static_stability_factor(zones: int) -> float:
    """Return provisioned over needed capacity if a zone's loss needs no launch: N / (N - 1)."""
    if zones < 2:  # noqa: PLR2004 (a single zone has no other to serve its share)
        raise ValueError("a single zone cannot survive the loss of a zone")
    return zones / (zones - 1)


def instances_per_zone(need: int, zones: int, lost: int = 0) -> Sequence[int]:
    """Return instances by zone, so that `need` run with any `lost` zones down."""
    if lost >= zones:
        raise ValueError(f"cannot lose {lost} of {zones} zones")
    each = math.ceil(need / (zones - lost))
    return [each] * zones


def require_share(value: float) -> float:
    if not 0 <= value <= 1:
        raise ValueError(f"availability {value} is not in [0, 1]")
    return value
