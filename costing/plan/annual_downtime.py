"""Distribution of a year's downtime: events at a rate, each with a random duration.

The mean availability hides how often a year misses an objective; this distribution shows it.
"""

import math
from dataclasses import dataclass

import numpy as np

from costing.plan.arrays import Floats

HOURS_PER_YEAR = 8760
STEPS = 2**16


@dataclass(frozen=True, slots=True)
class AnnualDowntime:
    """Probability of each multiple of `step` hours of downtime in a year."""

    step: float  # hours
    probabilities: Floats

    def exceeds(self, hours: float) -> float:
        """Return the probability that a year has more than these hours of downtime."""
        first = math.floor(hours / self.step + 1e-9) + 1
        return float(self.probabilities[first:].sum())

    def misses(self, availability: float) -> float:
        """Return the probability that a year's availability is below this one."""
        return self.exceeds((1 - availability) * HOURS_PER_YEAR)

    def quantile(self, share: float) -> float:
        """Return the hours of downtime that this share of years does not exceed."""
        return float(np.searchsorted(np.cumsum(self.probabilities), share)) * self.step

    @property
    def mean(self) -> float:
        return float(self.probabilities @ np.arange(len(self.probabilities))) * self.step


def annual_downtime(
    events: float, mean_hours: float, sigma: float, longest: float | None = None
) -> AnnualDowntime:
    """Return the compound Poisson distribution of a year's downtime.

    `events`: mean number a year. Durations are lognormal with this mean and with `sigma`, the
    standard deviation of their logarithm. `longest`: hours that a year practically never exceeds;
    default 200 times the mean of a year plus an event. Computed with a Fourier transform of 2¹⁶
    steps.
    """
    if events < 0 or mean_hours <= 0 or sigma <= 0:
        raise ValueError("rate must not be negative; mean and sigma must be above zero")
    step = (longest or 200 * mean_hours * (1 + events)) / STEPS
    severity = lognormal_steps(step, mean_hours, sigma)
    transformed = np.exp(events * (np.fft.rfft(severity) - 1))
    found = np.fft.irfft(transformed, STEPS)
    return AnnualDowntime(step, np.maximum(found, 0.0))


def lognormal_steps(step: float, mean: float, sigma: float) -> Floats:
    """Return the probability of each multiple of `step`; the last has the rest."""
    from scipy.special import ndtr

    middle = (np.arange(STEPS) + 0.5) * step
    below = ndtr((np.log(middle / mean) + sigma**2 / 2) / sigma)
    below[-1] = 1.0
    return np.diff(below, prepend=0.0)


@dataclass(frozen=True, slots=True)
class RatePosterior:
    """Gamma distribution of a rate of which few events were seen (Jeffreys' prior)."""

    shape: float
    exposure: float

    @property
    def mean(self) -> float:
        return self.shape / self.exposure

    def quantile(self, share: float) -> float:
        from scipy.special import gammaincinv

        return float(gammaincinv(self.shape, share)) / self.exposure

    def interval(self, confidence: float = 0.9) -> tuple[float, float]:
        rest = (1 - confidence) / 2
        return self.quantile(rest), self.quantile(1 - rest)


def rate_posterior(events: int, exposure: float) -> RatePosterior:
    """Return the rate's distribution after `events` in `exposure`, for example zone-years."""
    if events < 0 or exposure <= 0:
        raise ValueError("events must not be negative; exposure must be above zero")
    return RatePosterior(events + 0.5, exposure)
