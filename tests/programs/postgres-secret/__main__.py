"""PostgreSQL with a random password in Secrets Manager, a proxy and a read replica."""

import json

import pulumi
import pulumi_aws as aws
import pulumi_random as random

network = aws.ec2.get_vpc(tags={"Name": "main"})
subnet_ids = aws.ec2.get_subnets(
    filters=[{"name": "vpc-id", "values": [network.id]}], tags={"tier": "data"}
).ids
suffix = random.RandomId("suffix", byte_length=4)
password = random.RandomPassword("master", length=32, special=True, override_special="_%@")
subnet_group = aws.rds.SubnetGroup("main", subnet_ids=subnet_ids)
parameters = aws.rds.ParameterGroup(
    "main",
    family="postgres17",
    parameters=[
        {"name": "rds.force_ssl", "value": "1"},
        {
            "name": "shared_preload_libraries",
            "value": "pg_stat_statements",
            "apply_method": "pending-reboot",
        },
    ],
)
monitoring = aws.iam.Role(
    "monitoring",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "monitoring.rds.amazonaws.com"},
                    "Action": "sts:AssumeRole",
                }
            ],
        }
    ),
)
database = aws.rds.Instance(
    "main",
    identifier=suffix.hex.apply(lambda text: f"main-{text}"),
    engine=aws.rds.EngineType.POSTGRES,
    engine_version="17.2",
    instance_class=aws.rds.InstanceType.M5_X_LARGE,
    allocated_storage=200,
    max_allocated_storage=1000,
    storage_type=aws.rds.StorageType.GP3,
    multi_az=True,
    db_subnet_group_name=subnet_group.name,
    parameter_group_name=parameters.name,
    username="postgres",
    password=password.result,
    performance_insights_enabled=True,
    performance_insights_retention_period=731,
    monitoring_interval=30,
    monitoring_role_arn=monitoring.arn,
    deletion_protection=True,
    skip_final_snapshot=True,
    opts=pulumi.ResourceOptions(protect=True),
)
replica = aws.rds.Instance(
    "replica",
    replicate_source_db=database.identifier,
    instance_class=database.instance_class,
    storage_type="gp3",
    skip_final_snapshot=True,
)
secret = aws.secretsmanager.Secret("database", name_prefix="main/")
aws.secretsmanager.SecretVersion(
    "database",
    secret_id=secret.id,
    secret_string=pulumi.Output.all(
        host=database.address, port=database.port, password=password.result
    ).apply(lambda args: json.dumps({"username": "postgres", **args})),
)
role = aws.iam.Role(
    "proxy",
    assume_role_policy=aws.iam.get_policy_document(
        statements=[
            aws.iam.GetPolicyDocumentStatementArgs(
                actions=["sts:AssumeRole"],
                principals=[
                    aws.iam.GetPolicyDocumentStatementPrincipalArgs(
                        type="Service", identifiers=["rds.amazonaws.com"]
                    )
                ],
            )
        ]
    ).json,
)
aws.iam.RolePolicy(
    "proxy",
    role=role.name,
    policy=aws.iam.get_policy_document_output(
        statements=[
            {"actions": ["secretsmanager:GetSecretValue"], "resources": [secret.arn]},
        ]
    ).json,
)
proxy = aws.rds.Proxy(
    "main",
    engine_family="POSTGRESQL",
    role_arn=role.arn,
    vpc_subnet_ids=subnet_ids,
    auths=[{"auth_scheme": "SECRETS", "iam_auth": "REQUIRED", "secret_arn": secret.arn}],
)
targets = aws.rds.ProxyDefaultTargetGroup("main", db_proxy_name=proxy.name)
aws.rds.ProxyTarget(
    "main",
    db_proxy_name=proxy.name,
    target_group_name=targets.name,
    db_instance_identifier=database.identifier,
)
pulumi.export("endpoint", proxy.endpoint)
pulumi.export("password", pulumi.Output.secret(password.result))
