"""EC2 instance with a web page, open to the internet."""

import pulumi
import pulumi_aws as aws

ami = aws.ec2.get_ami(
    most_recent=True,
    owners=["amazon"],
    filters=[{"name": "name", "values": ["al2023-ami-2023*-x86_64"]}],
)
group = aws.ec2.SecurityGroup(
    "web",
    description="HTTP from anywhere",
    ingress=[
        {"protocol": "tcp", "from_port": 80, "to_port": 80, "cidr_blocks": ["0.0.0.0/0"]},
    ],
    egress=[{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}],
)
server = aws.ec2.Instance(
    "web",
    instance_type="t3.micro",
    vpc_security_group_ids=[group.id],
    ami=ami.id,
    user_data="#!/bin/bash\necho hello > index.html\nnohup python3 -m http.server 80 &\n",
    tags={"Name": "web"},
)

pulumi.export("address", server.public_ip)
pulumi.export("url", pulumi.Output.concat("http://", server.public_dns))
