"""Three kinds of transforms on one stack, before anything is declared."""

import pulumi
import pulumi_aws as aws
from tagging import never_public, register_auto_tags, renamed

register_auto_tags({"cost-center": "4711", "stack": pulumi.get_stack()})
pulumi.runtime.register_resource_transform(never_public)
pulumi.runtime.register_resource_transform(renamed)

vpc = aws.ec2.Vpc("main", cidr_block="10.70.0.0/16", tags={"Name": "main"})
subnets = [
    aws.ec2.Subnet(
        f"main-{index}",
        vpc_id=vpc.id,
        cidr_block=f"10.70.{index}.0/24",
        availability_zone=f"eu-south-1{'abc'[index]}",
    )
    for index in range(2)
]
database = aws.rds.Instance(
    "main",
    engine="mariadb",
    instance_class="db.t3.medium",
    allocated_storage=100,
    username="admin",
    password=pulumi.Output.secret("only-for-qa"),
    publicly_accessible=True,
    skip_final_snapshot=True,
)
balancer = aws.lb.LoadBalancer(
    "main", load_balancer_type="network", subnets=[subnet.id for subnet in subnets]
)
queue = aws.sqs.Queue("orders", tags={"team": "shop"})
aws.iam.User("deployer", name="deployer")
pulumi.export("endpoint", database.endpoint)
