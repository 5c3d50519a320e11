"""What keeps records until who reads them is back."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.tokens import STREAM
from policies.reading.values import at_least, found, not_, read
from policies.rule import resource_rule

DAY, WEEK = 24, 168  # hours


@resource_rule(
    types=(STREAM,),
    concern="availability",
    severity="medium",
    fix="retention_period=168",
    same_intent_as=(),
    url="https://docs.aws.amazon.com/streams/latest/dev/kinesis-extended-retention.html",
    production=True,
    settings={"hours": "shortest time that a stream keeps its records"},
)
def stream_keeps_a_week(stream: Resource, *, hours: int = WEEK) -> Iterator[Finding]:
    """A stream keeps records for a week: a consumer that broke on Friday loses none."""
    kept = at_least(read(stream, "retentionPeriod", DAY), hours)
    yield from found(not_(kept), stream, "retentionPeriod", f"{hours} or more")
