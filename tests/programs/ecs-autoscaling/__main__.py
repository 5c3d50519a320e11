"""ECS services on Fargate with target tracking, Cloud Map and one load balancer."""

import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
tag = config.get("image_tag") or "latest"
registry = aws.get_caller_identity_output().account_id.apply(
    lambda account: f"{account}.dkr.ecr.eu-central-1.amazonaws.com"
)

vpc = aws.ec2.Vpc("app", cidr_block="10.20.0.0/16", enable_dns_hostnames=True)
zones = aws.get_availability_zones(state="available").names[:2]
gateway = aws.ec2.InternetGateway("app", vpc_id=vpc.id)
public, private = [], []
for index, zone in enumerate(zones):
    for kind, group in (("public", public), ("private", private)):
        group.append(
            aws.ec2.Subnet(
                f"{kind}-{index}",
                vpc_id=vpc.id,
                availability_zone=zone,
                cidr_block=f"10.20.{len(group) + (0 if kind == 'public' else 100)}.0/24",
                map_public_ip_on_launch=kind == "public",
            )
        )
address = aws.ec2.Eip("nat", domain="vpc")
nat = aws.ec2.NatGateway("nat", subnet_id=public[0].id, allocation_id=address.id)
for kind, group in (("public", public), ("private", private)):
    table = aws.ec2.RouteTable(
        kind,
        vpc_id=vpc.id,
        routes=[
            {
                "cidr_block": "0.0.0.0/0",
                **({"gateway_id": gateway.id} if kind == "public" else {"nat_gateway_id": nat.id}),
            }
        ],
    )
    for index, subnet in enumerate(group):
        aws.ec2.RouteTableAssociation(
            f"{kind}-{index}", subnet_id=subnet.id, route_table_id=table.id
        )

security_group = aws.ec2.SecurityGroup("services", vpc_id=vpc.id)
aws.vpc.SecurityGroupEgressRule(
    "all", security_group_id=security_group.id, ip_protocol="-1", cidr_ipv4="0.0.0.0/0"
)
namespace = aws.servicediscovery.PrivateDnsNamespace("app", name="app.internal", vpc=vpc.id)
cluster = aws.ecs.Cluster("app", settings=[{"name": "containerInsights", "value": "enhanced"}])
execution = aws.iam.Role(
    "execution",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "ecs-tasks.amazonaws.com"},
                    "Action": "sts:AssumeRole",
                }
            ],
        }
    ),
)
balancer = aws.lb.LoadBalancer(
    "app", security_groups=[security_group.id], subnets=[subnet.id for subnet in public]
)


def deploy(service: dict) -> None:
    name, port = service["name"], service["port"]
    logs = aws.cloudwatch.LogGroup(name, retention_in_days=14)
    task = aws.ecs.TaskDefinition(
        name,
        family=name,
        cpu=service["cpu"],
        memory=service["memory"],
        network_mode="awsvpc",
        requires_compatibilities=["FARGATE"],
        execution_role_arn=execution.arn,
        container_definitions=pulumi.Output.json_dumps(
            [
                {
                    "name": name,
                    "image": pulumi.Output.concat(registry, f"/{name}:{tag}"),
                    "portMappings": [{"containerPort": port}],
                    "logConfiguration": {
                        "logDriver": "awslogs",
                        "options": {"awslogs-group": logs.name, "awslogs-stream-prefix": name},
                    },
                }
            ]
        ),
    )
    discovery = aws.servicediscovery.Service(
        name,
        dns_config={
            "namespace_id": namespace.id,
            "dns_records": [{"type": "A", "ttl": 10}],
            "routing_policy": "MULTIVALUE",
        },
    )
    arguments: dict = {}
    if service.get("public"):
        target = aws.lb.TargetGroup(
            name, port=port, protocol="HTTP", target_type="ip", vpc_id=vpc.id
        )
        aws.lb.Listener(
            name,
            load_balancer_arn=balancer.arn,
            port=80,
            default_actions=[{"type": "forward", "target_group_arn": target.arn}],
        )
        arguments["load_balancers"] = [
            {"target_group_arn": target.arn, "container_name": name, "container_port": port}
        ]
    capacity = "FARGATE_SPOT" if service.get("spot") else "FARGATE"
    running = aws.ecs.Service(
        name,
        cluster=cluster.arn,
        task_definition=task.arn,
        desired_count=service["min"],
        capacity_provider_strategies=[{"capacity_provider": capacity, "weight": 1}],
        network_configuration={
            "subnets": [subnet.id for subnet in private],
            "security_groups": [security_group.id],
        },
        service_registries={"registry_arn": discovery.arn},
        deployment_circuit_breaker={"enable": True, "rollback": True},
        opts=pulumi.ResourceOptions(ignore_changes=["desiredCount"]),
        **arguments,
    )
    target = aws.appautoscaling.Target(
        name,
        min_capacity=service["min"],
        max_capacity=service["max"],
        resource_id=pulumi.Output.concat("service/", cluster.name, "/", running.name),
        scalable_dimension="ecs:service:DesiredCount",
        service_namespace="ecs",
    )
    aws.appautoscaling.Policy(
        name,
        policy_type="TargetTrackingScaling",
        resource_id=target.resource_id,
        scalable_dimension=target.scalable_dimension,
        service_namespace=target.service_namespace,
        target_tracking_scaling_policy_configuration={
            "predefined_metric_specification": {
                "predefined_metric_type": "ECSServiceAverageCPUUtilization"
            },
            "target_value": 60,
        },
    )


for each in config.require_object("services"):
    deploy(each)
pulumi.export("url", balancer.dns_name.apply(lambda name: f"http://{name}"))
