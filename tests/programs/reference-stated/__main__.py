"""Resources in the network of another stack, whose outputs are in a file."""

import pulumi
import pulumi_aws as aws

network = pulumi.StackReference("acme/network/prod")
group = aws.ec2.SecurityGroup("cache", vpc_id=network.require_output("vpcId"))
subnets = aws.elasticache.SubnetGroup(
    "cache", subnet_ids=network.require_output("privateSubnetIds")
)
aws.elasticache.Cluster(
    "cache",
    engine="memcached",
    node_type="cache.m7g.large",
    num_cache_nodes=2,
    subnet_group_name=subnets.name,
    security_group_ids=[group.id],
)
for number, subnet in enumerate(["a", "b"]):
    aws.ec2.Instance(
        f"worker-{subnet}",
        ami="ami-0abcdef1234567890",
        instance_type="r7i.large",
        subnet_id=network.get_output("privateSubnetIds").apply(lambda ids, n=number: ids[n]),
        root_block_device={"volume_size": 50, "volume_type": "gp3"},
    )
