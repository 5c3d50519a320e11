"""Redis in cluster mode, Valkey with a replica, MemoryDB and DAX."""

import pulumi
import pulumi_aws as aws
import pulumi_random as random

vpc = aws.ec2.Vpc("caches", cidr_block="172.20.0.0/16")
zones = aws.get_availability_zones_output(state="available")
subnets = [
    aws.ec2.Subnet(
        f"cache-{index}",
        vpc_id=vpc.id,
        cidr_block=f"172.20.{index}.0/24",
        availability_zone=zones.names[index],
    )
    for index in range(3)
]
subnet_ids = [subnet.id for subnet in subnets]
group = aws.elasticache.SubnetGroup("caches", subnet_ids=subnet_ids)
token = random.RandomPassword("token", length=48, special=False)
parameters = aws.elasticache.ParameterGroup(
    "cluster",
    family="redis7",
    parameters=[
        {"name": "cluster-enabled", "value": "yes"},
        {"name": "maxmemory-policy", "value": "volatile-lru"},
    ],
)
sharded = aws.elasticache.ReplicationGroup(
    "sharded",
    description="Product pages",
    engine="redis",
    engine_version="7.1",
    node_type="cache.r7g.large",
    num_node_groups=3,
    replicas_per_node_group=1,
    parameter_group_name=parameters.name,
    subnet_group_name=group.name,
    automatic_failover_enabled=True,
    multi_az_enabled=True,
    transit_encryption_enabled=True,
    auth_token=token.result,
)
sessions = aws.elasticache.ReplicationGroup(
    "sessions",
    description="Sessions",
    engine="valkey",
    node_type="cache.t4g.medium",
    num_cache_clusters=2,
    subnet_group_name=group.name,
    snapshot_retention_limit=7,
)
durable = aws.memorydb.Cluster(
    "durable",
    acl_name="open-access",
    node_type="db.r7g.large",
    num_shards=2,
    num_replicas_per_shard=1,
    subnet_group_name=aws.memorydb.SubnetGroup("durable", subnet_ids=subnet_ids).name,
)
role = aws.iam.Role(
    "dax",
    assume_role_policy=aws.iam.get_policy_document(
        statements=[
            {
                "actions": ["sts:AssumeRole"],
                "principals": [{"type": "Service", "identifiers": ["dax.amazonaws.com"]}],
            }
        ]
    ).json,
)
accelerator = aws.dax.Cluster(
    "items",
    cluster_name="items",
    iam_role_arn=role.arn,
    node_type="dax.r5.large",
    replication_factor=3,
    subnet_group_name=aws.dax.SubnetGroup("items", subnet_ids=subnet_ids).name,
)
pulumi.export("sharded", sharded.configuration_endpoint_address)
pulumi.export("sessions", sessions.primary_endpoint_address)
pulumi.export("dax", accelerator.cluster_address)
