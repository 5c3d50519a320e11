"""Nested components: an application of a network and a database tier."""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws
from pulumi import ComponentResource, ResourceOptions


class Network(ComponentResource):
    vpc_id: pulumi.Output[str]
    subnet_ids: pulumi.Output[Sequence[str]]

    def __init__(self, name: str, zones: int, opts: ResourceOptions | None = None) -> None:
        super().__init__("acme:network:Network", name, {}, opts)
        child = ResourceOptions(parent=self)
        vpc = aws.ec2.Vpc(name, cidr_block="10.0.0.0/16", opts=child)
        names = aws.get_availability_zones(state="available").names[:zones]
        subnets = [
            aws.ec2.Subnet(
                f"{name}-{index}",
                vpc_id=vpc.id,
                availability_zone=zone,
                cidr_block=f"10.0.{index}.0/24",
                opts=ResourceOptions(parent=vpc),
            )
            for index, zone in enumerate(names)
        ]
        self.vpc_id = vpc.id
        self.subnet_ids = pulumi.Output.all(*[subnet.id for subnet in subnets])
        self.register_outputs({"vpcId": self.vpc_id, "subnetIds": self.subnet_ids})


class Database(ComponentResource):
    def __init__(self, name: str, network: Network, opts: ResourceOptions | None = None) -> None:
        super().__init__("acme:data:Database", name, {}, opts)
        child = ResourceOptions(parent=self)
        group = aws.rds.SubnetGroup(name, subnet_ids=network.subnet_ids, opts=child)
        self.instance = aws.rds.Instance(
            name,
            engine="postgres",
            engine_version="16",
            instance_class="db.t4g.medium",
            allocated_storage=50,
            multi_az=True,
            db_subnet_group_name=group.name,
            username="acme",
            manage_master_user_password=True,
            skip_final_snapshot=True,
            opts=child,
        )
        self.register_outputs({"endpoint": self.instance.endpoint})


class Application(ComponentResource):
    def __init__(self, name: str, opts: ResourceOptions | None = None) -> None:
        super().__init__("acme:index:Application", name, {}, opts)
        network = Network(f"{name}-network", zones=2, opts=ResourceOptions(parent=self))
        self.database = Database(f"{name}-data", network, opts=ResourceOptions(parent=self))
        aws.elasticache.ReplicationGroup(
            f"{name}-cache",
            description="sessions",
            node_type="cache.t4g.small",
            num_cache_clusters=2,
            automatic_failover_enabled=True,
            opts=ResourceOptions(parent=self, depends_on=[self.database]),
        )
        self.register_outputs({})


for stage in ("blue", "green"):
    application = Application(stage)
    pulumi.export(stage, application.database.instance.endpoint)
