"""Data lake: Firehose writes Parquet, Glue catalogues it, Lake Formation governs access to it."""

import json

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
analyst = config.require("analyst")


def service_role(name: str, service: str, statements: list[dict[str, object]]) -> aws.iam.Role:
    role = aws.iam.Role(
        name,
        assume_role_policy=aws.iam.get_policy_document(
            statements=[
                {
                    "actions": ["sts:AssumeRole"],
                    "principals": [{"type": "Service", "identifiers": [service]}],
                }
            ]
        ).json,
    )
    document = aws.iam.get_policy_document_output(statements=statements)
    aws.iam.RolePolicy(name, role=role.id, policy=document.json)
    return role


key = aws.kms.Key("lake", description="Data lake", enable_key_rotation=True)
lake = aws.s3.Bucket("lake", tags={"layer": "curated"})
results = aws.s3.Bucket("athena-results", force_destroy=True)
aws.s3.BucketServerSideEncryptionConfiguration(
    "lake",
    bucket=lake.id,
    rules=[
        {
            "apply_server_side_encryption_by_default": {
                "sse_algorithm": "aws:kms",
                "kms_master_key_id": key.arn,
            },
            "bucket_key_enabled": True,
        }
    ],
)
location = aws.lakeformation.Resource("lake", arn=lake.arn)
firehose_role = service_role(
    "firehose",
    "firehose.amazonaws.com",
    [
        {"actions": ["s3:PutObject"], "resources": [pulumi.Output.concat(lake.arn, "/*")]},
        {"actions": ["glue:GetTableVersions"], "resources": ["*"]},
    ],
)
crawler_role = service_role(
    "crawler",
    "glue.amazonaws.com",
    [{"actions": ["s3:GetObject", "s3:ListBucket"], "resources": [lake.arn]}],
)

for name in config.require_object("databases"):
    database = aws.glue.CatalogDatabase(name, name=f"lake_{name}")
    table = aws.glue.CatalogTable(
        name,
        name="events",
        database_name=database.name,
        table_type="EXTERNAL_TABLE",
        parameters={"classification": "parquet"},
        storage_descriptor={
            "location": lake.bucket.apply(lambda bucket, name=name: f"s3://{bucket}/{name}/"),
            "input_format": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
            "output_format": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
            "columns": [
                {"name": "id", "type": "string"},
                {"name": "at", "type": "timestamp"},
                {"name": "value", "type": "double"},
            ],
        },
    )
    aws.kinesis.FirehoseDeliveryStream(
        name,
        destination="extended_s3",
        extended_s3_configuration={
            "role_arn": firehose_role.arn,
            "bucket_arn": lake.arn,
            "prefix": f"{name}/!{{timestamp:yyyy/MM/dd}}/",
            "error_output_prefix": f"errors/{name}/",
            "buffering_size": 128,
            "data_format_conversion_configuration": {
                "input_format_configuration": {"deserializer": {"open_x_json_ser_de": {}}},
                "output_format_configuration": {"serializer": {"parquet_ser_de": {}}},
                "schema_configuration": {
                    "database_name": database.name,
                    "table_name": table.name,
                    "role_arn": firehose_role.arn,
                },
            },
        },
    )
    aws.glue.Crawler(
        name,
        database_name=database.name,
        role=crawler_role.arn,
        schedule="cron(15 2 * * ? *)",
        s3_targets=[{"path": pulumi.Output.format("s3://{0}/{1}", lake.bucket, name)}],
        schema_change_policy={"delete_behavior": "LOG"},
        configuration=json.dumps({"Version": 1.0, "CreatePartitionIndex": True}),
    )
    aws.lakeformation.Permissions(
        name,
        principal=analyst,
        permissions=["SELECT", "DESCRIBE"],
        table={"database_name": database.name, "wildcard": True},
        opts=pulumi.ResourceOptions(depends_on=[location]),
    )

aws.athena.Workgroup(
    "analysts",
    force_destroy=True,
    configuration={
        "bytes_scanned_cutoff_per_query": 10 * 1024**4,
        "result_configuration": {
            "output_location": pulumi.Output.concat("s3://", results.bucket, "/queries/"),
            "encryption_configuration": {
                "encryption_option": "SSE_KMS",
                "kms_key_arn": key.arn,
            },
        },
    },
)
aws.glue.Job(
    "compact",
    role_arn=crawler_role.arn,
    glue_version="4.0",
    worker_type="G.1X",
    number_of_workers=10,
    command={"script_location": pulumi.Output.concat("s3://", lake.bucket, "/jobs/compact.py")},
)
pulumi.export("lake", lake.bucket)
