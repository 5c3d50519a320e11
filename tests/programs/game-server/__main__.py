"""Game servers on Fargate with worlds on EFS; started by a DNS query, stopped when idle."""

import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
worlds = int(config.require("worlds"))
count = 0 if config.get_bool("idle") else 1
vpc = (
    aws.ec2.get_default_vpc() if hasattr(aws.ec2, "get_default_vpc") else aws.ec2.DefaultVpc("vpc")
)
subnet = aws.ec2.DefaultSubnet("subnet", availability_zone="us-east-1a")
group = aws.ec2.SecurityGroup(
    "server",
    vpc_id=vpc.id,
    ingress=[
        {"protocol": "tcp", "from_port": 25565, "to_port": 25565, "cidr_blocks": ["0.0.0.0/0"]},
        {"protocol": "tcp", "from_port": 2049, "to_port": 2049, "self": True},
    ],
)
files = aws.efs.FileSystem("worlds", encrypted=True)
mount = aws.efs.MountTarget(
    "worlds", file_system_id=files.id, subnet_id=subnet.id, security_groups=[group.id]
)
cluster = aws.ecs.Cluster("games")
zone = aws.route53.Zone("games", name="games.example.com")
role = aws.iam.Role(
    "task",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": ["ecs-tasks.amazonaws.com", "lambda.amazonaws.com"]},
                    "Action": "sts:AssumeRole",
                }
            ],
        }
    ),
)
for number in range(worlds):
    name = f"world-{number}"
    point = aws.efs.AccessPoint(
        name,
        file_system_id=files.id,
        posix_user={"uid": 1000, "gid": 1000},
        root_directory={"path": f"/{name}"},
    )
    task = aws.ecs.TaskDefinition(
        name,
        family=name,
        cpu="1024",
        memory="4096",
        network_mode="awsvpc",
        requires_compatibilities=["FARGATE"],
        execution_role_arn=role.arn,
        volumes=[
            {
                "name": "data",
                "efs_volume_configuration": {
                    "file_system_id": files.id,
                    "transit_encryption": "ENABLED",
                    "authorization_config": {"access_point_id": point.id},
                },
            }
        ],
        container_definitions=json.dumps(
            [{"name": "server", "image": "itzg/minecraft-server", "essential": True}]
        ),
    )
    aws.ecs.Service(
        name,
        cluster=cluster.id,
        task_definition=task.arn,
        desired_count=count,
        launch_type="FARGATE",
        platform_version="LATEST",
        network_configuration={
            "subnets": [subnet.id],
            "security_groups": [group.id],
            "assign_public_ip": True,
        },
        opts=pulumi.ResourceOptions(depends_on=[mount]),
    )
    aws.route53.Record(name, zone_id=zone.id, name=name, type="A", ttl=30, records=["192.0.2.1"])
starter = aws.lambda_.Function(
    "starter",
    role=role.arn,
    runtime="python3.12",
    handler="index.handler",
    code=pulumi.AssetArchive({"index.py": pulumi.StringAsset("def handler(e, c): pass")}),
    environment={"variables": {"CLUSTER": cluster.name}},
)
aws.cloudwatch.LogSubscriptionFilter(
    "queries",
    log_group=aws.cloudwatch.LogGroup("queries", retention_in_days=3).name,
    filter_pattern='"world-"',
    destination_arn=starter.arn,
)
pulumi.export("servers", [f"world-{number}.games.example.com" for number in range(worlds)])
