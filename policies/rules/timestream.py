"""Rules for Amazon Timestream."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import forbid, require
from policies.engine.rule import Rule, resource_rule


@resource_rule(
    types=(
        "aws:timestreaminfluxdb/dbInstance:DbInstance",
        "aws:timestreaminfluxdb/dbCluster:DbCluster",
    ),
    concern="security",
    severity="critical",
    title="Timestream for InfluxDB (AWS) is reachable from the internet",
    risk="Anyone can connect to the database.",
    fix="publicly_accessible=False",
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/timestream/latest/developerguide/timestream-for-influx.html",
)
def timestream_influxdb_not_public(resource: Resource) -> Iterator[Finding]:
    yield from forbid(resource, "publiclyAccessible", True, expected=False)


@resource_rule(
    types=("aws:timestreaminfluxdb/dbInstance:DbInstance",),
    concern="availability",
    severity="medium",
    title="Timestream for InfluxDB (AWS) is in a single zone",
    risk="The loss of the zone stops the database.",
    fix='deployment_type="WITH_MULTIAZ_STANDBY"',
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/timestream/latest/developerguide/timestream-for-influx.html",
    production=True,
)
def timestream_influxdb_multi_az(resource: Resource) -> Iterator[Finding]:
    yield from require(resource, "deploymentType", "WITH_MULTIAZ_STANDBY")


RULES: tuple[Rule, ...] = (
    timestream_influxdb_not_public,
    timestream_influxdb_multi_az,
)
