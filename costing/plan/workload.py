"""Workload of `plimsoll plan`: objective, services, training jobs and their limits.

Numbers are single values or {low, mid, high}. A default that no source states is an assumption;
the plan lists it as such.
"""

import re
from math import isfinite
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

DAY, WEEK = 24, 168  # hours
REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-\d+")  # at the start of a zone's name
SPOT_UNAVAILABLE = {"low": 0.5, "mid": 2.0, "high": 12.0}
INTERRUPTIONS = {"low": 5.0, "mid": 10.0, "high": 20.0}
CORRELATION = {"low": 0.25, "mid": 0.43, "high": 0.59}
ZONE_EVENTS = {"low": 0.018, "mid": 0.15, "high": 0.39}


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


Share = Annotated[float, Field(gt=0, le=1)]


class Span(Part):
    """A number that is not known exactly."""

    low: float
    mid: float
    high: float

    @model_validator(mode="after")
    def ascending(self) -> "Span":
        if not self.low <= self.mid <= self.high:
            raise ValueError("write low, mid and high in ascending order")
        return self

    @property
    def is_exact(self) -> bool:
        return self.low == self.high


def as_span(value: object) -> object:
    """Return a number as a range. Raise ValueError for what is neither."""
    if isinstance(value, dict | Span):
        return value
    try:
        number = float("nan" if isinstance(value, bool) else str(value))
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        raise ValueError("write a number, or {low: 1, mid: 2, high: 3}")
    return {"low": number, "mid": number, "high": number}


def at_least_zero(span: Span) -> Span:
    if span.low < 0:
        raise ValueError("write a number of at least 0")
    return span


def above_minus_one(span: Span) -> Span:
    if span.low <= -1:
        raise ValueError("write a share above -1, such as 0.1 for 10 % more")
    return span


def above_zero(span: Span) -> Span:
    if span.low <= 0:
        raise ValueError("write a number above 0")
    return span


def checked(value: Any, check: Any) -> Any:  # noqa: ANN401 (any input)
    return check(Span.model_validate(as_span(value)))


Change = Annotated[Span, BeforeValidator(lambda value: checked(value, above_minus_one))]
Quantity = Annotated[Span, BeforeValidator(lambda value: checked(value, at_least_zero))]
Positive = Annotated[Span, BeforeValidator(lambda value: checked(value, above_zero))]


class Objective(Part):
    measure: Literal["availability", "served_fraction"] = Field(
        default="availability",
        description="availability: share of time with the capacity that demand needs; "
        "served_fraction: share of the demand that finds capacity",
    )
    target: float = Field(
        gt=0,
        le=0.999999,  # half a minute a year: beyond, no model of this planner is exact
        description="Share to be reached in the window",
        examples=[0.999],
    )
    window: Literal["day", "week", "month", "year"] = Field(
        default="month", description="Period in which the target must be reached"
    )
    survive_zones: int = Field(
        default=1, ge=0, le=3, description="Number of zones whose loss leaves enough capacity"
    )
    confidence: float = Field(
        default=0.9, gt=0, lt=1, description="Probability with which a window reaches the target"
    )
    latency_percentile: float = Field(
        default=0.99, gt=0, lt=1, description="Share of requests within latency_ms"
    )
    rely_on_launches: bool = Field(
        default=False,
        description="Whether instances launched during a zone event count as capacity",
    )


class Demand(Part):
    """A trace, or a profile of 24 or 168 hours that starts on Monday at 00:00."""

    trace: Path | None = Field(
        default=None,
        description="CSV or Parquet file with the columns time and rate (requests per second)",
        examples=["requests.csv"],
    )
    profile: tuple[float, ...] | None = Field(
        default=None, description="Requests per second in each hour", examples=[[10] * DAY]
    )
    growth: Change = Field(
        default=Span(low=0, mid=0, high=0), description="Growth until the plan is used, share"
    )
    variation: Quantity = Field(
        default=Span(low=0.05, mid=0.1, high=0.2),
        description="Coefficient of variation of a day's demand around the profile",
    )
    peakedness: Positive = Field(
        default=Span(low=1, mid=1, high=1),
        description="Variance over mean of arrivals; 1: Poisson arrivals",
    )

    @model_validator(mode="after")
    def one_source(self) -> "Demand":
        if (self.trace is None) == (self.profile is None):
            raise ValueError("set trace or profile, one of them")
        if self.profile is not None:
            if len(self.profile) not in {DAY, WEEK}:
                raise ValueError(f"profile has {len(self.profile)} values; write 24 or 168")
            if min(self.profile) < 0 or max(self.profile) <= 0:
                raise ValueError("profile needs rates of at least 0, one of them above 0")
        return self


class Capacity(Part):
    """Capacity of one instance type, measured at the latency that users accept."""

    requests_per_second: Positive = Field(
        description="Requests per second of one fully used instance", examples=[40]
    )
    service_ms: Positive = Field(description="Mean service time, milliseconds", examples=[50])
    variability: Quantity = Field(
        default=Span(low=1, mid=1, high=1),
        description="Squared coefficient of variation of the service time; 1: exponential",
    )


class Spot(Part):
    allowed: bool = Field(default=True, description="Whether instances may be interrupted")
    most_percent: int = Field(
        default=70, ge=0, le=100, description="Maximum spot share above the base, percent"
    )
    most_pool_share: float = Field(
        default=0.34,
        gt=0,
        le=1,
        description="Share of the spot instances that one pool (type and zone) may have at once",
    )
    least_types: int = Field(
        default=2, ge=1, description="Minimum number of instance types with spot capacity"
    )
    least_pools: int = Field(
        default=6,
        ge=1,
        description="Minimum number of pools (types times zones) with spot capacity",
    )
    least_on_demand: int | None = Field(
        default=None,
        ge=0,
        description="Minimum on-demand base, number of instances; null: one per zone if the loss "
        "of a zone must be survived, else 0",
        examples=[3],
    )
    notice_seconds: float = Field(
        default=120, ge=0, description="Time between interruption notice and termination, seconds"
    )


class Service(Part):
    settings: str | None = Field(
        default=None,
        description="Settings group of Pulumi.<stack>.yaml that the decisions belong to; "
        "null: none",
        examples=["serving"],
    )
    demand: Demand = Field(
        description="Demand over time", examples=[{"profile": [10] * DAY, "growth": 0.1}]
    )
    latency_ms: float = Field(gt=0, description="Latency objective, milliseconds", examples=[800])
    capacity: dict[str, Capacity] = Field(
        min_length=1,
        description="Capacity by instance type",
        examples=[{"m7g.xlarge": {"requests_per_second": 40, "service_ms": 50}}],
    )
    startup_seconds: Positive = Field(
        description="Time from launch to the first request, seconds", examples=[180]
    )
    scale_ahead: bool = Field(
        default=False,
        description="Whether scheduled or predictive scaling launches before demand rises",
    )
    least_instances: int | None = Field(
        default=None,
        ge=1,
        description="Minimum number of instances; null: the number of zones",
        examples=[3],
    )
    spot: Spot = Field(default=Spot(), description="Use of spot capacity")


class Job(Part):
    """A training job that runs on one instance type at a time and resumes from checkpoints."""

    settings: str | None = Field(
        default=None,
        description="Settings group of Pulumi.<stack>.yaml; null: none",
        examples=["training"],
    )
    work_hours: dict[str, Positive] = Field(
        min_length=1,
        description="Hours of one run without interruption, by instance type",
        examples=[{"g6.2xlarge": 30}],
    )
    deadline_hours: float = Field(gt=0, description="Time until the run must end, hours")
    nodes: int = Field(default=1, ge=1, description="Number of instances of a run")
    checkpoint_seconds: Quantity = Field(
        default=Span(low=60, mid=60, high=60), description="Time to write a checkpoint, seconds"
    )
    restart_seconds: Quantity = Field(
        default=Span(low=360, mid=360, high=360),
        description="Time from launch until work resumes, seconds",
    )
    runs_per_month: Positive = Field(
        default=Span(low=1, mid=1, high=1), description="Number of runs in a month"
    )
    spot_allowed: bool = Field(default=True, description="Whether runs may be interrupted")


class Commitments(Part):
    kinds: tuple[Literal["compute_savings_plan", "instance_savings_plan"], ...] = Field(
        default=(), description="Savings Plans that may be bought"
    )
    terms: tuple[Literal["1_year", "3_year"], ...] = Field(
        default=("1_year",), description="Terms of the plans"
    )
    payment_option: Literal["no_upfront", "partial_upfront", "all_upfront"] = Field(
        default="no_upfront", description="Payment option of the plans"
    )
    most_usd_per_hour: float | None = Field(
        default=None, ge=0, description="Maximum commitment, USD per hour; null: no limit"
    )


class Risks(Part):
    """Rates of failure of the account's capacity."""

    spot_trace: Path | None = Field(
        default=None,
        description="CSV file with the column time and one column of 0 and 1 per pool "
        "(1: available); null: the rates below",
        examples=["pools.csv"],
    )
    spot_interruptions_percent: Quantity = Field(
        default=Span(**INTERRUPTIONS),
        description="Share of a pool's instances interrupted in a month, percent",
    )
    spot_unavailable_hours: Positive = Field(
        default=Span(**SPOT_UNAVAILABLE),
        description="Time without capacity in a pool after an interruption, hours",
    )
    spot_correlation: Quantity = Field(
        default=Span(**CORRELATION), description="Correlation of the pools of a region"
    )
    zone_events_per_year: Quantity = Field(
        default=Span(**ZONE_EVENTS), description="Outages of one zone in a year"
    )
    zone_event_hours: Positive = Field(
        default=Span(low=1, mid=3, high=8), description="Mean duration of a zone outage, hours"
    )
    instance_availability: float = Field(
        default=0.995, gt=0, le=1, description="Availability of a single instance"
    )


class Workload(Part):
    version: Literal[1] = 1
    region: str = Field(description="AWS region", examples=["us-east-1"])
    zones: tuple[str, ...] = Field(
        min_length=1,
        description="Availability Zones of the fleet",
        examples=[["us-east-1a", "us-east-1b", "us-east-1c"]],
    )
    objective: Objective = Field(
        description="Objective of each service", examples=[{"target": 0.999}]
    )
    services: dict[str, Service] = Field(default={}, description="Services by name")
    jobs: dict[str, Job] = Field(default={}, description="Training jobs by name")
    dependencies: dict[str, Share | None] = Field(
        default={},
        description="Availability of what the services depend on; null: the SLA of the name",
        examples=[{"elb-multi-az": None, "rds-multi-az": None, "partner_api": 0.999}],
    )
    commitments: Commitments = Field(default=Commitments(), description="Savings Plans allowed")
    risks: Risks = Field(default=Risks(), description="Rates of failure")

    @model_validator(mode="after")
    def complete(self) -> "Workload":
        if not (self.services or self.jobs):
            raise ValueError("write at least one entry below services or jobs")
        if len(set(self.zones)) < len(self.zones):
            raise ValueError("a zone is listed twice; write each zone once")
        for zone in self.zones:
            other = REGION.match(zone)
            if not zone or (other and other[0] != self.region):
                raise ValueError(f'zone "{zone}" is not in region {self.region}; correct it')
        if self.services and self.objective.survive_zones >= len(self.zones):
            raise ValueError(
                f"survive_zones is {self.objective.survive_zones} with {len(self.zones)} zones; "
                "write more zones or a smaller number"
            )
        return self

    def with_service(self, name: str, service: Service) -> "Workload":
        return self.model_copy(update={"services": {**self.services, name: service}})

    def with_objective(self, **changes: object) -> "Workload":
        """Return the workload with other fields of its objective."""
        return self.model_copy(update={"objective": self.objective.model_copy(update=changes)})
