"""Settings of who hears, who pays, and for how long is kept what was heard."""

from pydantic import Field

from infra.settings.group import Email, Group, RetentionDays


class ObservabilitySettings(Group):
    alarm_emails: tuple[Email, ...] = Field(min_length=1, description="Who hears alarms")
    log_retention_days: RetentionDays = Field(default=365, description="Of every log group")


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
