"""Rules for Amazon Timestream."""

from policies.engine.rule import Rule
from policies.rules._shared.input_rules import input_rule, must_be, must_not_be

RULES: tuple[Rule, ...] = (
    input_rule(
        "timestream-influxdb-not-public",
        must_not_be("publiclyAccessible", True, expected=False),
        types=(
            "aws:timestreaminfluxdb/dbInstance:DbInstance",
            "aws:timestreaminfluxdb/dbCluster:DbCluster",
        ),
        concern="security",
        severity="critical",
        title="Timestream for InfluxDB (AWS) is reachable from the internet",
        risk="Anyone can connect to the database.",
        fix="publicly_accessible=False",
        aws_docs="https://docs.aws.amazon.com/timestream/latest/developerguide/timestream-for-influx.html",
    ),
    input_rule(
        "timestream-influxdb-multi-az",
        must_be("deploymentType", "WITH_MULTIAZ_STANDBY"),
        types=("aws:timestreaminfluxdb/dbInstance:DbInstance",),
        concern="availability",
        severity="medium",
        title="Timestream for InfluxDB (AWS) is in a single zone",
        risk="The loss of the zone stops the database.",
        fix='deployment_type="WITH_MULTIAZ_STANDBY"',
        aws_docs="https://docs.aws.amazon.com/timestream/latest/developerguide/timestream-for-influx.html",
        production=True,
    ),
)
