"""Data types of tradeoffs.

A Decision compares two settings of a stack: the more available one, and the one without it. One of
the two is the setting that the stack has; the other is a Change of the graph.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from costing.estimate.changes import Change
from costing.graph.resource import Resource
from costing.plan.availability import MINUTES_PER_YEAR
from costing.plan.service_levels import service_levels

LEAST_MINUTES = 1e-6  # a year: below, a difference is rounding


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure that a model uses, with its origin."""

    name: str  # "Amazon RDS, single instance"
    value: str  # "99.5 %"
    origin: str  # "SLA", "assumed"
    as_of: str
    source: str


@dataclass(frozen=True, slots=True)
class Service:
    """Modelled availability of a setting, as shares of time or of demand."""

    available: float  # some service
    full_capacity: float  # all of the needed capacity
    served: float  # mean share of the demand
    facts: Sequence[Fact] = ()

    @property
    def lost_minutes(self) -> float:
        """Return expected minutes a year without any service."""
        return (1 - self.available) * MINUTES_PER_YEAR

    @property
    def degraded_minutes(self) -> float:
        """Return expected minutes a year with less than the needed capacity, but some."""
        return max(self.available - self.full_capacity, 0.0) * MINUTES_PER_YEAR

    @property
    def unserved_minutes(self) -> float:
        """Return minutes a year of full outage that leave as much demand unserved."""
        return (1 - self.served) * MINUTES_PER_YEAR


@dataclass(frozen=True, slots=True)
class Setting:
    """One side of a decision."""

    text: str  # in the words of the program: "multiAz true"
    service: Service | None = None  # None: not modelled
    recovery_point: str | None = None  # data that a failure loses
    recovery_time: str | None = None  # until service is back


@dataclass(frozen=True, slots=True)
class Decision:
    kind: str  # "database standby"
    resource: Resource
    taken: bool  # the stack has the more available setting
    with_it: Setting
    without: Setting
    change: Change  # to the setting that the stack does not have
    not_modelled: str | None = None  # the reason, if a setting has no Service
    note: str | None = None

    @property
    def now(self) -> Setting:
        return self.with_it if self.taken else self.without


@dataclass(frozen=True, slots=True)
class Unknown:
    """A decision that cannot be read from the source."""

    kind: str
    resource: Resource
    reason: str


@dataclass(frozen=True, slots=True)
class Tradeoff:
    """A decision with its price."""

    decision: Decision
    monthly_cost: Decimal | None  # USD of the more available setting; None: not priced
    unpriced: str | None = None  # the reason why all or a part of it is not priced
    usage: Sequence[str] = ()  # usage keys that are not stated and would change the cost

    @property
    def minutes(self) -> float | None:
        """Return the unserved minutes a year that the decision saves; None: not modelled."""
        with_it, without = self.decision.with_it.service, self.decision.without.service
        if with_it is None or without is None:
            return None
        return without.unserved_minutes - with_it.unserved_minutes

    @property
    def usd_a_minute(self) -> Decimal | None:
        """Return USD for a minute saved; None without a cost or without a minute."""
        minutes = self.minutes
        if minutes is None or self.monthly_cost is None or self.unpriced or minutes < LEAST_MINUTES:
            return None
        return self.monthly_cost * 12 / Decimal(minutes)


def committed(key: str) -> Service:
    """Return the service of a service level agreement: all of the demand, or none."""
    level = service_levels()[key]
    return Service(level.availability, level.availability, level.availability, (sla(key),))


def sla(key: str) -> Fact:
    level = service_levels()[key]
    origin = "SLA" if level.text == "AWS" else "SLA, secondary source"
    name, value = f"{level.service}, {level.scope}", f"{round(level.availability * 100, 6):g} %"
    return Fact(name, value, origin, level.as_of, level.source)
