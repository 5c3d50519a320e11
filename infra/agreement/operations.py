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
    parts = sum(settings.governance.component_budgets.values())
    if parts > settings.budget:
        yield (
            f"plimsoll:governance.component_budgets come to {parts} USD, over plimsoll:budget "
            f"{settings.budget}: lower them, or raise it"
        )
    names = [each.name for each in settings.observability.model_metrics]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        yield (
            f"plimsoll:observability.model_metrics has {twice[0]} twice: one alarm watches a metric"
        )
    yield from night_contradictions(settings)


def night_contradictions(settings: Settings) -> Iterator[str]:
    if settings.nights_off and settings.profile != "dev":
        yield (
            f"plimsoll:nights_off is stated, and profile {settings.profile} serves at night: leave "
            "it out, or set plimsoll:profile to dev"
        )
    if settings.nights_off and settings.standby:
        yield (
            "plimsoll:nights_off is stated, and a global database cannot be stopped: leave it out, "
            "or plimsoll:standby"
        )
