"""Rules for Amazon Timestream."""

from tests.policies.row import of_input

ROWS = [
    *of_input(
        "timestream-influxdb-not-public",
        "publiclyAccessible",
        passes=[None, False],
        fails=[True],
        kind="aws:timestreaminfluxdb/dbInstance:DbInstance",
    ),
    *of_input(
        "timestream-influxdb-multi-az",
        "deploymentType",
        passes=["WITH_MULTIAZ_STANDBY"],
        fails=["SINGLE_AZ", None],
    ),
]
