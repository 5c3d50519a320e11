"""Settings of who hears, who pays, and for how long is kept what was heard."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from infra.settings.group import Email, Group, RetentionDays

Percent = Annotated[int, Field(ge=1, le=1000)]


class CanarySettings(Group):
    """A visitor who asks the entrance as a client does, and says when it got no good answer."""

    minutes: int = Field(default=5, ge=1, le=60, description="Time between two visits")
    path: str = Field(default="/", pattern="^/", description="What it asks for; 200 is good")
    runtime: str = Field(
        default="syn-python-selenium-12.0",
        pattern=r"^syn-python-selenium-\d+\.\d+$",
        description="Of CloudWatch Synthetics; AWS retires old ones",
    )


class ModelMetric(Group):
    """A figure that serving writes to CloudWatch about its models, such as drift."""

    name: str = Field(
        pattern=r"^[A-Z][A-Za-z0-9]*$", description="In the namespace PROJECT/ENVIRONMENT"
    )
    meaning: str = Field(min_length=1, description="What it means when it leaves its band")
    band: float = Field(
        default=3, gt=0, le=10, description="Width of the band learnt, in standard deviations"
    )
    leaves: Literal["above", "below"] = Field(default="above", description="The way it goes bad")


class ObservabilitySettings(Group):
    alarm_emails: tuple[Email, ...] = Field(min_length=1, description="Who hears alarms")
    log_retention_days: RetentionDays = Field(default=365, description="Of every log group")
    canary: CanarySettings | None = Field(
        default=None, description="A synthetic visitor of the entrance"
    )
    model_metrics: tuple[ModelMetric, ...] = Field(
        default=(), description="Quality and drift of models, each with a band of normal values"
    )


class SpendingAction(Group):
    """What happens by itself, or on a word, when the budget is spent."""

    percent: Percent = Field(default=110, description="Share of the budget, once spent")
    roles: tuple[str, ...] = Field(
        min_length=1, description="Names of IAM roles that then start nothing that costs"
    )
    approval: Literal["AUTOMATIC", "MANUAL"] = Field(
        default="MANUAL", description="At once, or when somebody says so"
    )


class GovernanceSettings(Group):
    actual_percents: tuple[int, ...] = Field(
        default=(80, 100), min_length=1, description="Shares of the budget, once spent, to alert at"
    )
    forecast_percents: tuple[int, ...] = Field(
        default=(100,), description="Shares of the budget, once foreseen, to alert at"
    )
    only_this_environment: bool = Field(
        default=False,
        description="Count what carries this environment's tag, not all of the account; the tag "
        "must be active for cost allocation, else nothing is counted",
    )
    component_budgets: dict[str, Decimal] = Field(
        default={},
        description="USD a month of single components, by their tag; two of an account are free, "
        "and so is each without an action",
    )
    anomaly_usd: int | None = Field(
        default=100,
        ge=1,
        description="What an unusual rise must cost to be told at once; null: no anomaly monitor",
    )
    action: SpendingAction | None = Field(
        default=None, description="What is stopped when the budget is spent"
    )
