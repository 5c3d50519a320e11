"""What the settings of operations must agree on."""

from collections.abc import Iterator

from infra.settings import Settings

BUDGET_ALERTS = (
    5  # https://docs.aws.amazon.com/cost-management/latest/userguide/management-limits.html
)


def contradictions(settings: Settings) -> Iterator[str]:
    alerts = len(settings.governance.actual_percents + settings.governance.forecast_percents)
    if alerts > BUDGET_ALERTS:
        yield (
            f"plimsoll:governance has {alerts} percents, and a budget alerts at {BUDGET_ALERTS}: "
            "leave some out of actual_percents or forecast_percents"
        )
