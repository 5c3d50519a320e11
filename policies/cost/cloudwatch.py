"""What logs cost that nobody reads any more."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.values import all_of, at_least, at_most, equal, found, not_, read
from policies.rule import resource_rule

LONGEST = 3653  # days: ten years, the longest that CloudWatch counts


@resource_rule(
    types=("aws:cloudwatch/logGroup:LogGroup",),
    concern="cost",
    severity="medium",
    fix="retention_in_days=90",
    same_intent_as=("CKV_AWS_66",),
    url="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
    settings={
        "minimum_days": "shortest time that logs are kept, as an auditor asks for",
        "maximum_days": "longest time that logs are paid for",
    },
)
def log_retention_bounded(
    group: Resource, *, minimum_days: int = 1, maximum_days: int = LONGEST
) -> Iterator[Finding]:
    """Logs are kept for a stated time: without one, or with 0, they are kept and paid for ever."""
    days = read(group, "retentionInDays", 0)
    bounded = all_of([at_least(days, max(minimum_days, 1)), at_most(days, maximum_days)])
    delivery = equal(read(group, "logGroupClass"), "DELIVERY")  # keeps two days, no more
    broken = all_of([not_(delivery), not_(bounded)])
    yield from found(broken, group, "retentionInDays", f"{minimum_days} to {maximum_days} days")
