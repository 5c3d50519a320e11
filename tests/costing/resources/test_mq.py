from costing.resources.mq import Broker
from tests.costing.resources.case import Case

ACTIVE = {"engineType": "ActiveMQ", "hostInstanceType": "mq.m5.large"}
RABBIT = {"engineType": "RabbitMQ", "hostInstanceType": "mq.m5.xlarge"}
SHARED, EBS = "TimedStorage-ByteHrs", "TimedStorage-EBS-ByteHrs"
HELD = {"storage_size_gb": 10}

CASES = [
    Case(
        "ActiveMQ stores on EFS where the program does not say",
        Broker,
        ACTIVE,
        {"ActiveMQ-InstanceUsage:mq.m5.large": 730, SHARED: None},
    ),
    Case(
        "a pair shares its store",
        Broker,
        {**ACTIVE, "deploymentMode": "ACTIVE_STANDBY_MULTI_AZ", "storageType": "efs"},
        {"ActiveMQ-InstanceUsage:mq.m5.large": 1460, SHARED: 10},
        usage=HELD,
    ),
    Case(
        "a volume of its own",
        Broker,
        {**ACTIVE, "storageType": "ebs"},
        {"ActiveMQ-InstanceUsage:mq.m5.large": 730, EBS: 10},
        usage=HELD,
    ),
    Case(
        "a cluster has three instances, each with a volume, however it is spelt",
        Broker,
        {**RABBIT, "engineType": "RABBITMQ", "deploymentMode": "cluster_multi_az"},
        {"RabbitMQ-InstanceUsage:mq.m5.xlarge": 2190, "TimedStorage-RabbitMQ-ByteHrs": 30},
        usage=HELD,
    ),
]
