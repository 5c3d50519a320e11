"""Sizes from JSON, alarms from YAML, names from a .env file, a policy from a template."""

import json
import os
from pathlib import Path
from string import Template

import pulumi
import pulumi_aws as aws
import yaml

HERE = Path(__file__).parent
config = pulumi.Config()


def dotenv(path: Path) -> dict[str, str]:
    lines = (line.strip() for line in path.read_text().splitlines())
    pairs = (line.split("=", 1) for line in lines if line and not line.startswith("#"))
    return {key: value.strip('"') for key, value in pairs}


settings = dotenv(HERE / f".env.{pulumi.get_stack()}")
settings |= {key: value for key, value in os.environ.items() if key.startswith("APP_")}
tier = json.loads((HERE / "config" / "tiers.json").read_text())[config.require("tier")]
token = config.require_secret("api-token")
app = settings["APP_NAME"]
debug = os.getenv("DEBUG", "false").lower() == "true"

database = aws.rds.Instance(
    app,
    engine="postgres",
    engine_version="16",
    instance_class=tier["instance_class"],
    allocated_storage=tier["storage"],
    storage_type="gp3",
    multi_az=tier["multi_az"],
    username=app,
    manage_master_user_password=True,
    backup_retention_period=0 if debug else 14,
    skip_final_snapshot=debug,
    final_snapshot_identifier=f"{app}-final",
)
replicas = [
    aws.rds.Instance(
        f"{app}-replica-{number}",
        replicate_source_db=database.identifier,
        instance_class=tier["instance_class"],
        skip_final_snapshot=True,
    )
    for number in range(config.require_int("replicas"))
]
topic = aws.sns.Topic("alarms")
for alarm in yaml.safe_load((HERE / "config" / "alarms.yaml").read_text()):
    aws.cloudwatch.MetricAlarm(
        f"{app}-{alarm['metric']}",
        namespace="AWS/RDS",
        metric_name=alarm["metric"],
        comparison_operator=alarm["comparison"],
        threshold=float(alarm["threshold"]),
        evaluation_periods=2,
        period=300,
        statistic="Average",
        dimensions={"DBInstanceIdentifier": database.identifier},
        alarm_actions=[topic.arn],
    )
secret = aws.secretsmanager.Secret("api-token", recovery_window_in_days=7)
aws.secretsmanager.SecretVersion(
    "api-token",
    secret_id=secret.id,
    secret_string=pulumi.Output.secret(token).apply(lambda text: json.dumps({"token": text})),
)
if settings["FEATURE_AUDIT"] == "true":
    template = Template((HERE / "policies" / "audit.json.tpl").read_text())
    audit = aws.s3.Bucket("audit")
    aws.s3.BucketPolicy(
        "audit",
        bucket=audit.id,
        policy=audit.bucket.apply(lambda name: template.substitute(bucket=name)),
    )
    aws.cloudtrail.Trail("audit", s3_bucket_name=audit.id, enable_log_file_validation=True)
pulumi.export("replicas", [replica.endpoint for replica in replicas])
pulumi.export("token", token)
