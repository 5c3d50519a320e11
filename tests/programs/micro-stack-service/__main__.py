"""A service's own stack: network and platform are stacks of other teams."""

import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
network = pulumi.StackReference(config.require("network"))
platform = pulumi.StackReference("platform", stack_name=config.require("platform"))

vpc_id = network.require_output("vpc_id")
subnet_ids = network.require_output("private_subnet_ids")
zone = network.get_output("zone")

password = aws.ssm.Parameter(
    "database-password",
    type="SecureString",
    value=platform.require_output("database_password"),
)
logs = aws.cloudwatch.LogGroup("service", retention_in_days=platform.get_output("log_retention"))
group = aws.ec2.SecurityGroup("service", vpc_id=vpc_id)
target = aws.lb.TargetGroup("service", port=8080, protocol="HTTP", target_type="ip", vpc_id=vpc_id)
rule = aws.lb.ListenerRule(
    "service",
    listener_arn=platform.require_output("listener_arn"),
    priority=120,
    conditions=[
        {"host_header": {"values": [zone.apply(lambda found: f"service.{found['name']}")]}}
    ],
    actions=[{"type": "forward", "target_group_arn": target.arn}],
)
task = aws.ecs.TaskDefinition(
    "service",
    family="service",
    cpu="2048",
    memory="4096",
    network_mode="awsvpc",
    requires_compatibilities=["FARGATE"],
    runtime_platform={"cpu_architecture": "ARM64", "operating_system_family": "LINUX"},
    container_definitions=pulumi.Output.all(logs=logs.name, password=password.arn).apply(
        lambda args: json.dumps(
            [
                {
                    "name": "service",
                    "image": "ghcr.io/acme/service:2.1",
                    "secrets": [{"name": "DB_PASSWORD", "valueFrom": args["password"]}],
                    "logConfiguration": {
                        "logDriver": "awslogs",
                        "options": {"awslogs-group": args["logs"]},
                    },
                }
            ]
        )
    ),
)
aws.ecs.Service(
    "service",
    cluster=platform.require_output("cluster_arn"),
    task_definition=task.arn,
    desired_count=subnet_ids.apply(len),
    launch_type="FARGATE",
    network_configuration={"subnets": subnet_ids, "security_groups": [group.id]},
    load_balancers=[
        {"target_group_arn": target.arn, "container_name": "service", "container_port": 8080}
    ],
    opts=pulumi.ResourceOptions(depends_on=[rule]),
)
cache = aws.elasticache.ServerlessCache(
    "sessions", engine="valkey", name="sessions", subnet_ids=subnet_ids
)
aws.route53.Record(
    "cache",
    zone_id=zone.apply(lambda found: found["id"]),
    name="cache",
    type="CNAME",
    ttl=300,
    records=[cache.endpoints.apply(lambda endpoints: endpoints[0].address)],
)
pulumi.export("log_group", logs.name)
