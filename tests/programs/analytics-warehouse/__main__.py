"""Redshift, EMR, Managed Airflow and DMS in one VPC."""

import json

import pulumi
import pulumi_aws as aws
from pulumi import Output, ResourceOptions

vpc = aws.ec2.Vpc("warehouse", cidr_block="10.90.0.0/16")
subnets = [
    aws.ec2.Subnet(
        f"warehouse-{zone[-1]}",
        vpc_id=vpc.id,
        cidr_block=f"10.90.{index}.0/24",
        availability_zone=zone,
        opts=ResourceOptions(parent=vpc, delete_before_replace=True),
    )
    for index, zone in enumerate(["us-east-1a", "us-east-1b"])
]
ids = Output.all(*[subnet.id for subnet in subnets])
group = aws.ec2.SecurityGroup("warehouse", vpc_id=vpc.id)
lake = aws.s3.Bucket("lake")


def role(name: str, *services: str) -> aws.iam.Role:
    return aws.iam.Role(
        name,
        assume_role_policy=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": [f"{each}.amazonaws.com" for each in services]},
                        "Action": "sts:AssumeRole",
                    }
                ],
            }
        ),
    )


warehouse = aws.redshift.Cluster(
    "warehouse",
    cluster_identifier="warehouse",
    node_type="ra3.xlplus",
    number_of_nodes=2,
    master_username="warehouse",
    manage_master_password=True,
    cluster_subnet_group_name=aws.redshift.SubnetGroup("warehouse", subnet_ids=ids).name,
    iam_roles=[role("redshift", "redshift").arn],
    skip_final_snapshot=True,
)
cluster = aws.emr.Cluster(
    "spark",
    release_label="emr-7.5.0",
    applications=["Spark", "Hive"],
    service_role=role("emr", "elasticmapreduce").arn,
    log_uri=lake.bucket.apply(lambda name: f"s3://{name}/logs/"),
    ec2_attributes={
        "instance_profile": aws.iam.InstanceProfile("emr", role=role("emr-nodes", "ec2").name).arn,
        "subnet_id": ids.apply(lambda found: found[0]),
    },
    master_instance_group={"instance_type": "m6g.xlarge"},
    core_instance_group={
        "instance_type": "r6g.2xlarge",
        "instance_count": 4,
        "ebs_configs": [{"size": 256, "type": "gp3", "volumes_per_instance": 2}],
    },
    auto_termination_policy={"idle_timeout": 3600},
)
airflow = aws.mwaa.Environment(
    "airflow",
    airflow_version="2.10.3",
    environment_class="mw1.small",
    min_workers=1,
    max_workers=5,
    dag_s3_path="dags/",
    execution_role_arn=role("airflow", "airflow", "airflow-env").arn,
    source_bucket_arn=lake.arn,
    network_configuration={"subnet_ids": ids, "security_group_ids": [group.id]},
)
replication = aws.dms.ReplicationInstance(
    "orders",
    replication_instance_id="orders",
    replication_instance_class="dms.r6i.large",
    allocated_storage=100,
    multi_az=True,
    replication_subnet_group_id=aws.dms.ReplicationSubnetGroup(
        "orders",
        replication_subnet_group_id="orders",
        replication_subnet_group_description="Orders",
        subnet_ids=ids,
    ).id,
)
serverless = aws.redshiftserverless.Namespace("adhoc", namespace_name="adhoc")
aws.redshiftserverless.Workgroup(
    "adhoc",
    namespace_name=serverless.namespace_name,
    workgroup_name="adhoc",
    base_capacity=32,
    subnet_ids=ids,
)
pulumi.export("jdbc", Output.concat("jdbc:redshift://", warehouse.endpoint, "/dev"))
pulumi.export("airflow", airflow.webserver_url)
