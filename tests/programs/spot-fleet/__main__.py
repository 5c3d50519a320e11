"""Auto Scaling group on Spot Instances, scaled by queue length."""

import base64
from pathlib import Path

import pulumi
import pulumi_aws as aws

TYPES = ["c7g.xlarge", "c7g.2xlarge", "m7g.xlarge"]

queue = aws.sqs.Queue("tasks")
user_data = queue.name.apply(
    lambda name: base64.b64encode(
        Path("cloud-init.yaml").read_text().format(queue=name).encode()
    ).decode()
)
offered = aws.ec2.get_instance_type_offerings(
    location_type="availability-zone", filters=[{"name": "instance-type", "values": TYPES}]
)
zones = sorted(set(offered.locations))[:3]
vpc = aws.ec2.Vpc("workers", cidr_block="10.8.0.0/16")
subnets = [
    aws.ec2.Subnet(zone, vpc_id=vpc.id, cidr_block=f"10.8.{number}.0/24", availability_zone=zone)
    for number, zone in enumerate(zones)
]
template = aws.ec2.LaunchTemplate(
    "worker",
    image_id=aws.ec2.get_ami(owners=["amazon"], most_recent=True).id,
    user_data=user_data,
    block_device_mappings=[
        {"device_name": "/dev/xvda", "ebs": {"volume_size": 40, "volume_type": "gp3"}}
    ],
)
group = aws.autoscaling.Group(
    "workers",
    min_size=0,
    max_size=40,
    desired_capacity=8,
    vpc_zone_identifiers=[each.id for each in subnets],
    mixed_instances_policy={
        "instances_distribution": {
            "on_demand_base_capacity": 2,
            "on_demand_percentage_above_base_capacity": 0,
            "spot_allocation_strategy": "price-capacity-optimized",
        },
        "launch_template": {
            "launch_template_specification": {"launch_template_id": template.id},
            "overrides": [{"instance_type": kind} for kind in TYPES],
        },
    },
    opts=pulumi.ResourceOptions(ignore_changes=["desiredCapacity"]),
)
aws.autoscaling.Policy(
    "waiting",
    autoscaling_group_name=group.name,
    policy_type="TargetTrackingScaling",
    target_tracking_configuration={
        "target_value": 10,
        "customized_metric_specification": {
            "metric_name": "ApproximateNumberOfMessagesVisible",
            "namespace": "AWS/SQS",
            "statistic": "Average",
            "metric_dimensions": [{"name": "QueueName", "value": queue.name}],
        },
    },
)
