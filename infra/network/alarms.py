"""Alarms of the load balancer and of NAT gateways."""

import pulumi

from infra.aws.alarm import Alarm


def load_balancer_alarms(arn_suffix: pulumi.Output[str]) -> list[Alarm]:
    return [
        Alarm(
            name="load-balancer-5xx",
            description="Load balancer returns 5xx errors: targets are unhealthy or do not respond",
            namespace="AWS/ApplicationELB",
            metric="HTTPCode_ELB_5XX_Count",
            dimensions={"LoadBalancer": arn_suffix},
            statistic="Sum",
            threshold=10,
        ),
        Alarm(
            name="target-5xx",
            description="Targets return 5xx errors: check the serving logs",
            namespace="AWS/ApplicationELB",
            metric="HTTPCode_Target_5XX_Count",
            dimensions={"LoadBalancer": arn_suffix},
            statistic="Sum",
            threshold=10,
        ),
        Alarm(
            name="low-traffic",
            description="Request count is below its anomaly detection band: clients may be cut off",
            namespace="AWS/ApplicationELB",
            metric="RequestCount",
            dimensions={"LoadBalancer": arn_suffix},
            statistic="Sum",
            fires="below",
            threshold=4,
            minutes=15,
            datapoints=12,
            anomaly_detection=True,
        ),
    ]


def nat_alarm(zone: str, gateway_id: pulumi.Output[str]) -> Alarm:
    return Alarm(
        name=f"nat-{zone}-ports",
        description=f"NAT gateway in {zone} cannot allocate ports: too many connections to a "
        "destination",
        namespace="AWS/NATGateway",
        metric="ErrorPortAllocation",
        dimensions={"NatGatewayId": gateway_id},
        statistic="Sum",
        threshold=0,
    )
