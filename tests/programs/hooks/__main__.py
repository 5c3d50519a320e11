"""Resource hooks before and after deployment steps."""

import pulumi
import pulumi_aws as aws


def tell(args: pulumi.ResourceHookArgs) -> None:
    pulumi.log.info(f"{args.name} is {args.type}")


binding = pulumi.ResourceHookBinding(
    before_create=[pulumi.ResourceHook("before", tell)],
    after_update=[pulumi.ResourceHook("after", tell)],
)
cluster = aws.msk.Cluster(
    "events",
    kafka_version="3.8.x",
    number_of_broker_nodes=3,
    broker_node_group_info={
        "instance_type": "kafka.m7g.large",
        "client_subnets": ["subnet-0a", "subnet-1a", "subnet-2a"],
        "security_groups": ["sg-0a"],
        "storage_info": {"ebs_storage_info": {"volume_size": 500}},
    },
    opts=pulumi.ResourceOptions(hooks=binding),
)
pulumi.log.warn("brokers take half an hour")
pulumi.export("brokers", cluster.bootstrap_brokers_tls)
