"""Data stores from a YAML file."""

from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import yaml

stores: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(Path("stores.yaml").read_text())

for name, wanted in stores["buckets"].items():
    bucket = aws.s3.Bucket(name)
    if wanted.get("versioned"):
        aws.s3.BucketVersioning(
            name, bucket=bucket.id, versioning_configuration={"status": "Enabled"}
        )
    aws.s3.BucketLifecycleConfiguration(
        name,
        bucket=bucket.id,
        rules=[
            {
                "id": "expire",
                "status": "Enabled",
                "expiration": {"days": wanted["expire_days"]},
            }
        ],
    )
for name, wanted in stores["tables"].items():
    keys = [wanted[key] for key in ("hash_key", "range_key") if key in wanted]
    aws.dynamodb.Table(
        name,
        hash_key=wanted["hash_key"],
        range_key=wanted.get("range_key"),
        attributes=[{"name": key, "type": "S"} for key in keys],
        read_capacity=wanted["reads"],
        write_capacity=wanted["writes"],
    )
for name, wanted in stores["caches"].items():
    aws.elasticache.ReplicationGroup(
        name,
        description=name,
        node_type=wanted["node_type"],
        num_node_groups=wanted["shards"],
        replicas_per_node_group=wanted["replicas"],
        automatic_failover_enabled=True,
    )
pulumi.export("stores", {kind: sorted(each) for kind, each in stores.items()})
