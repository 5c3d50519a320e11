"""Network, repository, load balancer and Fargate service as components of awsx."""

import pulumi
import pulumi_aws as aws
import pulumi_awsx as awsx

vpc = awsx.ec2.Vpc(
    "network",
    cidr_block="10.10.0.0/16",
    number_of_availability_zones=2,
    nat_gateways=awsx.ec2.NatGatewayConfigurationArgs(strategy=awsx.ec2.NatGatewayStrategy.SINGLE),
)
group = aws.ec2.SecurityGroup(
    "service",
    vpc_id=vpc.vpc_id,
    egress=[{"from_port": 0, "to_port": 0, "protocol": "-1", "cidr_blocks": ["0.0.0.0/0"]}],
)
repository = awsx.ecr.Repository("images", force_delete=True)
image = awsx.ecr.Image(
    "api", repository_url=repository.url, context="./app", platform="linux/amd64"
)
balancer = awsx.lb.ApplicationLoadBalancer("api", subnet_ids=vpc.public_subnet_ids)
cluster = aws.ecs.Cluster("cluster")
awsx.ecs.FargateService(
    "api",
    cluster=cluster.arn,
    desired_count=2,
    network_configuration={"subnets": vpc.private_subnet_ids, "security_groups": [group.id]},
    task_definition_args={
        "container": {
            "name": "api",
            "image": image.image_uri,
            "cpu": 512,
            "memory": 1024,
            "essential": True,
            "port_mappings": [
                {"container_port": 80, "target_group": balancer.default_target_group}
            ],
        }
    },
)
pulumi.export("url", balancer.load_balancer.dns_name)
