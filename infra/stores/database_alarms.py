"""Alarms of the Aurora cluster."""

import pulumi

from infra.aws.alarm import Alarm

MAX_GLOBAL_LAG_SECONDS = 60  # typical is a second


def database_alarms(
    cluster: pulumi.Output[str], instances: int, *, secondary: bool = False
) -> list[Alarm]:
    """Return alarms by cluster role, which stay valid after a failover.

    A secondary cluster of a global database has readers only, and lags behind the writer region.
    """
    if secondary:
        return secondary_alarms(cluster)
    cpu = Alarm(
        name="writer-cpu",
        description="CPU utilization of the Aurora writer is above 80 percent",
        namespace="AWS/RDS",
        metric="CPUUtilization",
        dimensions={"DBClusterIdentifier": cluster, "Role": "WRITER"},
        threshold=80,
        missing="breaching",
    )
    lag = Alarm(
        name="replica-lag",
        description="Aurora replica lag is above one second",
        namespace="AWS/RDS",
        metric="AuroraReplicaLagMaximum",  # milliseconds
        dimensions={"DBClusterIdentifier": cluster},
        statistic="Maximum",
        threshold=1000,
        missing="breaching",
    )
    return [cpu, lag] if instances > 1 else [cpu]


def secondary_alarms(cluster: pulumi.Output[str]) -> list[Alarm]:
    """Return the alarms of a secondary cluster.

    After a failover it is the writer: the lag then has no data, which must not alarm.
    https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-monitoring.html
    """
    return [
        Alarm(
            name="cpu",
            description="CPU utilization of the secondary Aurora cluster is above 80 percent",
            namespace="AWS/RDS",
            metric="CPUUtilization",
            dimensions={"DBClusterIdentifier": cluster},
            threshold=80,
            missing="breaching",
        ),
        Alarm(
            name="global-lag",
            description="Secondary Aurora cluster is over a minute behind the writer region",
            namespace="AWS/RDS",
            metric="AuroraGlobalDBReplicationLag",  # milliseconds
            dimensions={"DBClusterIdentifier": cluster},
            statistic="Maximum",
            threshold=MAX_GLOBAL_LAG_SECONDS * 1000,
        ),
    ]
