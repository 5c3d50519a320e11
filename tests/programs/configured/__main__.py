"""Fargate services from a list in the stack file."""

import json
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws


@dataclass
class Service:
    name: str
    cpu: int
    memory: int
    count: int = 1
    spot: bool = False


config = pulumi.Config()
services = [Service(**each) for each in config.require_object("services")]
cluster = aws.ecs.Cluster("cluster", settings=[{"name": "containerInsights", "value": "enabled"}])
aws.ecs.ClusterCapacityProviders(
    "cluster", cluster_name=cluster.name, capacity_providers=["FARGATE", "FARGATE_SPOT"]
)
for service in services:
    repository = aws.ecr.Repository(service.name)
    task = aws.ecs.TaskDefinition(
        service.name,
        family=service.name,
        cpu=str(service.cpu),
        memory=str(service.memory),
        network_mode="awsvpc",
        requires_compatibilities=["FARGATE"],
        container_definitions=repository.repository_url.apply(
            lambda url, service=service: json.dumps(
                [{"name": service.name, "image": f"{url}:latest", "essential": True}]
            )
        ),
    )
    provider = "FARGATE_SPOT" if service.spot else "FARGATE"
    aws.ecs.Service(
        service.name,
        cluster=cluster.id,
        task_definition=task.arn,
        desired_count=service.count,
        capacity_provider_strategies=[{"capacity_provider": provider, "weight": 1}],
        network_configuration={"subnets": ["subnet-0a1b2c3d", "subnet-1a2b3c4d"]},
    )
    if config.get_bool("alarms"):
        aws.cloudwatch.MetricAlarm(
            service.name,
            comparison_operator="GreaterThanThreshold",
            evaluation_periods=2,
            metric_name="CPUUtilization",
            namespace="AWS/ECS",
            period=60,
            statistic="Average",
            threshold=75,
            dimensions={"ClusterName": cluster.name, "ServiceName": service.name},
        )
aws.budgets.Budget(
    "month",
    budget_type="COST",
    limit_amount=str(config.require_float("budget")),
    limit_unit="USD",
    time_unit="MONTHLY",
)
