"""Expected daily cost: the level of the last week multiplied by the weekday factor, with a band.

Medians, so that single days of unusual cost change neither. Only days before the predicted one are
used. Constants are choices of this project, not AWS's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

WEEK = 7
LEAST_HISTORY = 14  # days before the first prediction
FACTOR_WEEKS = 8  # of which the median makes the weekday's factor
LEAST_WEEKS = 3  # of a weekday; with fewer its factor is 1
FACTOR_HISTORY = (LEAST_WEEKS + 1) * WEEK  # days from which on weekdays have factors
SPREAD_DAYS = 28  # whose residuals make the band
LEAST_RESIDUALS = 14  # of predictions with weekday factors; with fewer the band is EARLY_WIDTH wide
WIDTH = 4.0  # standard deviations
EARLY_WIDTH = 2.0  # times the largest residual so far
LEAST_WIDTH = 0.10  # share of the expected cost
MAD_TO_DEVIATION = 1.4826  # of normal residuals


@dataclass(frozen=True, slots=True)
class Expected:
    """Expected cost of one day and half the width of its band, in the bill's currency."""

    cost: float
    width: float


def level(costs: Sequence[float], factors: Sequence[float], days: int = WEEK) -> float:
    """Return the median cost of the last days without their weekdays' factors, at least 0.

    `factors`: of the seven days after `costs`.
    """
    plain = [
        costs[-back] / factors[-back % WEEK]
        for back in range(1, min(days, len(costs)) + 1)
        if factors[-back % WEEK] > 0
    ]
    return max(median(plain), 0.0) if plain else 0.0


def weekday_factors(costs: Sequence[float]) -> list[float]:
    """Return the factors of the next seven days: cost over the median of its week.

    Item 0 is the weekday of the day after `costs`. All are 1 with fewer than LEAST_WEEKS weeks.
    """
    found = [1.0] * WEEK
    for ahead in range(WEEK):
        ratios = []
        for week in range(1, FACTOR_WEEKS + 1):
            day = len(costs) + ahead - week * WEEK
            if day < WEEK - 1 or day >= len(costs):
                continue
            usual = median(costs[day - WEEK + 1 : day + 1])
            if usual > 0:
                ratios.append(costs[day] / usual)
        if len(ratios) >= LEAST_WEEKS:
            found[ahead] = max(median(ratios), 0.0)
    return found


def predicted(costs: Sequence[float], days: int, window: int = WEEK) -> list[float]:
    """Return the expected cost of the days after `costs`, one value a day from the first on.

    `window`: past days that make the level.
    """
    factors = weekday_factors(costs)
    base = level(costs, factors, window)
    return [base * factors[ahead % WEEK] for ahead in range(days)]


def expected(costs: Sequence[float]) -> list[Expected]:
    """Return the band of each day from LEAST_HISTORY on; empty for a shorter series.

    Days outside their band do not widen those of later days.
    """
    found: list[Expected] = []
    residuals: list[float] = []
    unusual: set[int] = set()
    for day in range(LEAST_HISTORY, len(costs)):
        factors = weekday_factors(costs[:day])
        base = level(costs[:day], factors)
        prediction = base * factors[0]
        if len(residuals) < LEAST_RESIDUALS:
            width = EARLY_WIDTH * max(
                abs(costs[before] - base * factors[(before - day) % WEEK])
                for before in range(max(day - SPREAD_DAYS, 0), day)
                if before not in unusual
            )
        else:
            width = WIDTH * deviation(residuals[-SPREAD_DAYS:])
        band = Expected(prediction, max(width, LEAST_WIDTH * prediction))
        found.append(band)
        if abs(costs[day] - prediction) > band.width:
            unusual.add(day)
        elif day >= FACTOR_HISTORY:
            residuals.append(costs[day] - prediction)
    return found


def deviation(residuals: Sequence[float]) -> float:
    """Return the standard deviation by the median absolute deviation."""
    middle = median(residuals)
    return MAD_TO_DEVIATION * median(abs(each - middle) for each in residuals)
