"""Encrypted passwords of the stack file, and a password that RDS manages."""

import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
password = config.require_secret("databasePassword")
database = aws.rds.Instance(
    "orders",
    engine="mysql",
    engine_version="8.4",
    instance_class="db.m7g.large",
    allocated_storage=100,
    storage_type="gp3",
    username="orders",
    password=password,
    skip_final_snapshot=True,
)
credentials = aws.secretsmanager.Secret("orders")
aws.secretsmanager.SecretVersion(
    "orders",
    secret_id=credentials.id,
    secret_string=pulumi.Output.all(database.endpoint, password).apply(
        lambda each: json.dumps({"endpoint": each[0], "password": each[1]})
    ),
)
keys = config.require_secret_object("keys")
aws.ssm.Parameter("stripe", type="SecureString", value=keys.apply(lambda found: found["stripe"]))
managed = aws.rds.Cluster(
    "ledger",
    engine="aurora-postgresql",
    engine_mode="provisioned",
    master_username="ledger",
    manage_master_user_password=True,
    skip_final_snapshot=True,
    serverlessv2_scaling_configuration={"min_capacity": 0.5, "max_capacity": 8},
    opts=pulumi.ResourceOptions(additional_secret_outputs=["endpoint"]),
)
aws.rds.ClusterInstance(
    "ledger",
    cluster_identifier=managed.id,
    engine="aurora-postgresql",
    instance_class="db.serverless",
)
pulumi.export("password", password)
