"""Web servers in the default VPC behind a load balancer."""

import pulumi
from pulumi import Config, Output, export
from pulumi_aws import autoscaling, cloudwatch, ec2, lb

config = Config()
instance_type = config.require("instanceType")
vpc = ec2.get_vpc_output(default=True)
subnets = ec2.get_subnets_output(filters=[{"name": "vpc-id", "values": [vpc.id]}])
ubuntu = ec2.get_ami_output(
    most_recent=True,
    owners=["099720109477"],
    filters=[
        {"name": "name", "values": ["ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*"]},
        {"name": "virtualization-type", "values": ["hvm"]},
    ],
)
web = ec2.SecurityGroup(
    "web-secgrp",
    vpc_id=vpc.id,
    ingress=[
        {"protocol": "tcp", "from_port": port, "to_port": port, "cidr_blocks": ["0.0.0.0/0"]}
        for port in (22, 80)
    ],
    egress=[{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}],
)
configuration = ec2.LaunchTemplate(
    "web",
    name_prefix="web-",
    image_id=ubuntu.id,
    instance_type=instance_type,
    network_interfaces=[{"associate_public_ip_address": "true", "security_groups": [web.id]}],
)
balancer = lb.LoadBalancer("web", security_groups=[web.id], subnets=subnets.ids)
target = lb.TargetGroup("web", port=80, protocol="HTTP", vpc_id=vpc.id)
lb.Listener(
    "web",
    load_balancer_arn=balancer.arn,
    port=80,
    default_actions=[{"type": "forward", "target_group_arn": target.arn}],
)
group = autoscaling.Group(
    "web",
    desired_capacity=3,
    min_size=2,
    max_size=8,
    vpc_zone_identifiers=subnets.ids,
    target_group_arns=[target.arn],
    launch_template={"id": configuration.id, "version": configuration.latest_version},
    opts=pulumi.ResourceOptions(depends_on=[balancer]),
)
policy = autoscaling.Policy(
    "scale-out",
    autoscaling_group_name=group.name,
    adjustment_type="ChangeInCapacity",
    scaling_adjustment=2,
    cooldown=120,
)
cloudwatch.MetricAlarm(
    "busy",
    namespace="AWS/EC2",
    metric_name="CPUUtilization",
    comparison_operator="GreaterThanOrEqualToThreshold",
    threshold=75,
    period=60,
    evaluation_periods=3,
    statistic="Average",
    dimensions={"AutoScalingGroupName": group.name},
    alarm_actions=[policy.arn],
)
export("url", Output.concat("http://", balancer.dns_name))
