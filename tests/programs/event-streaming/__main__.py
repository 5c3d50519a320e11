"""Kafka on MSK, a sink of MSK Connect, stream processing in Flink, and search over the results."""

from pathlib import Path

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
brokers = config.get_int("brokers", 3)
vpc = aws.ec2.Vpc("streaming", cidr_block="10.60.0.0/16")
subnets = [
    aws.ec2.Subnet(
        f"streaming-{zone}",
        vpc_id=vpc.id,
        availability_zone=f"us-east-1{zone}",
        cidr_block=f"10.60.{ord(zone)}.0/24",
    )
    for zone in "abc"
]
group = aws.ec2.SecurityGroup("kafka", vpc_id=vpc.id)
aws.ec2.SecurityGroupRule(
    "kafka",
    type="ingress",
    from_port=9092,
    to_port=9098,
    protocol="tcp",
    self=True,
    security_group_id=group.id,
)
key = aws.kms.Key("kafka")
logs = aws.cloudwatch.LogGroup("kafka", retention_in_days=7)
settings = aws.msk.Configuration(
    "kafka",
    kafka_versions=["3.6.0"],
    server_properties=Path("server.properties").read_text(),
)
kafka = aws.msk.Cluster(
    "kafka",
    kafka_version="3.6.0",
    number_of_broker_nodes=brokers,
    broker_node_group_info={
        "instance_type": "kafka.m7g.large",
        "client_subnets": [subnet.id for subnet in subnets],
        "security_groups": [group.id],
        "storage_info": {
            "ebs_storage_info": {"volume_size": config.require_int("volumeSize")},
        },
    },
    configuration_info={"arn": settings.arn, "revision": settings.latest_revision},
    encryption_info={"encryption_at_rest_kms_key_arn": key.arn},
    client_authentication={"sasl": {"iam": True}},
    logging_info={"broker_logs": {"cloudwatch_logs": {"enabled": True, "log_group": logs.name}}},
)
storage = aws.appautoscaling.Target(
    "kafka",
    min_capacity=1,
    max_capacity=8000,
    resource_id=kafka.arn,
    scalable_dimension="kafka:broker-storage:VolumeSize",
    service_namespace="kafka",
)
plugins = aws.s3.Bucket("plugins")
archive = aws.s3.BucketObjectv2(
    "sink", bucket=plugins.id, key="s3-sink.zip", source=pulumi.StringAsset("zip")
)
plugin = aws.mskconnect.CustomPlugin(
    "sink",
    content_type="ZIP",
    location={"s3": {"bucket_arn": plugins.arn, "file_key": archive.key}},
)
role = aws.iam.Role(
    "sink",
    assume_role_policy=aws.iam.get_policy_document(
        statements=[
            {
                "actions": ["sts:AssumeRole"],
                "principals": [
                    {
                        "type": "Service",
                        "identifiers": [
                            "kafkaconnect.amazonaws.com",
                            "kinesisanalytics.amazonaws.com",
                        ],
                    }
                ],
            }
        ]
    ).json,
)
aws.mskconnect.Connector(
    "sink",
    kafkaconnect_version="2.7.1",
    service_execution_role_arn=role.arn,
    capacity={"provisioned_capacity": {"mcu_count": 2, "worker_count": 3}},
    connector_configuration={"topics": "orders", "tasks.max": "6"},
    kafka_cluster={
        "apache_kafka_cluster": {
            "bootstrap_servers": kafka.bootstrap_brokers_sasl_iam,
            "vpc": {"subnets": [each.id for each in subnets], "security_groups": [group.id]},
        }
    },
    kafka_cluster_client_authentication={"authentication_type": "IAM"},
    kafka_cluster_encryption_in_transit={"encryption_type": "TLS"},
    plugins=[{"custom_plugin": {"arn": plugin.arn, "revision": plugin.latest_revision}}],
)
aws.kinesisanalyticsv2.Application(
    "sessions",
    runtime_environment="FLINK-1_20",
    service_execution_role=role.arn,
    application_configuration={
        "application_code_configuration": {
            "code_content_type": "ZIPFILE",
            "code_content": {
                "s3_content_location": {"bucket_arn": plugins.arn, "file_key": "flink.jar"}
            },
        },
        "flink_application_configuration": {
            "parallelism_configuration": {
                "configuration_type": "CUSTOM",
                "parallelism": 4,
                "parallelism_per_kpu": 2,
                "auto_scaling_enabled": False,
            }
        },
    },
)
search = aws.opensearch.Domain(
    "sessions",
    engine_version="OpenSearch_2.17",
    cluster_config={
        "instance_type": "m7g.large.search",
        "instance_count": 3,
        "zone_awareness_enabled": True,
        "zone_awareness_config": {"availability_zone_count": 3},
        "dedicated_master_enabled": True,
        "dedicated_master_type": "m7g.medium.search",
        "dedicated_master_count": 3,
    },
    ebs_options={"ebs_enabled": True, "volume_type": "gp3", "volume_size": 200},
    vpc_options={
        "subnet_ids": [subnet.id for subnet in subnets],
        "security_group_ids": [group.id],
    },
    encrypt_at_rest={"enabled": True},
    node_to_node_encryption={"enabled": True},
)
pulumi.export("brokers", kafka.bootstrap_brokers_sasl_iam)
pulumi.export("search", search.endpoint.apply("https://{}".format))
