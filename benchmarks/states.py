"""An exported state of any size, in the shape and about the weight of real ones."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Shape = Callable[[int], dict[str, Any]]
STACK = "urn:pulumi:bench::bench::pulumi:pulumi:Stack::bench-bench"
PROVIDER = "urn:pulumi:bench::bench::pulumi:providers:aws::default_7_51_1"
TAGS = {"environment": "bench", "owner": "nobody", "cost-center": "0", "workload": "batch"}

KINDS: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "aws:ec2/instance:Instance",
        {"ami": "ami-0123456789abcdef0", "instanceType": "m7i.large", "monitoring": True},
    ),
    ("aws:ebs/volume:Volume", {"availabilityZone": "us-east-1a", "size": 100, "type": "gp3"}),
    ("aws:s3/bucket:Bucket", {"forceDestroy": False}),
    ("aws:ec2/securityGroup:SecurityGroup", {"description": "bench", "vpcId": "vpc-0123456789"}),
    ("aws:lambda/function:Function", {"memorySize": 512, "runtime": "python3.13"}),
    ("aws:sqs/queue:Queue", {"visibilityTimeoutSeconds": 30}),
    ("aws:dynamodb/table:Table", {"billingMode": "PAY_PER_REQUEST", "hashKey": "id"}),
    ("aws:iam/role:Role", {"assumeRolePolicy": '{"Version":"2012-10-17","Statement":[]}'}),
    (
        "aws:rds/instance:Instance",
        {
            "engine": "postgres",
            "instanceClass": "db.m7g.large",
            "allocatedStorage": 100,
            "storageType": "gp3",
        },
    ),
    ("aws:cloudwatch/logGroup:LogGroup", {"retentionInDays": 30}),
)


def resources(count: int, shape: Shape | None = None) -> Iterator[dict[str, Any]]:
    yield {"urn": STACK, "custom": False, "type": "pulumi:pulumi:Stack"}
    yield {
        "urn": PROVIDER,
        "custom": True,
        "id": "01234567-89ab-cdef-0123-456789abcdef",
        "type": "pulumi:providers:aws",
        "inputs": {"region": "us-east-1", "version": "7.51.1"},
        "outputs": {"region": "us-east-1", "version": "7.51.1"},
    }
    for index in range(count):
        yield (shape or one)(index)


def one(index: int) -> dict[str, Any]:
    kind, inputs = KINDS[index % len(KINDS)]
    name = f"{kind.rpartition(':')[2].lower()}-{index}"
    stated = {**inputs, "tags": TAGS, "__defaults": []}
    arn = f"arn:aws:bench:us-east-1:123456789012:{name}"
    filler = {f"computed{number}": f"value-{number}-{index}" for number in range(20)}
    return {
        "urn": f"urn:pulumi:bench::bench::{kind}::{name}",
        "custom": True,
        "id": f"{name}-id",
        "type": kind,
        "inputs": stated,
        "outputs": {**stated, **filler, "arn": arn, "tagsAll": TAGS, "region": "us-east-1"},
        "parent": STACK,
        "provider": f"{PROVIDER}::01234567-89ab-cdef-0123-456789abcdef",
        "propertyDependencies": {key: [] for key in inputs},
        "created": "2026-01-01T00:00:00Z",
        "modified": "2026-01-01T00:00:00Z",
        "sourcePosition": f"project:///__main__.py#{index}",
    }


def write(path: Path, count: int, shape: Shape | None = None) -> Path:
    """Write an export; `shape` returns the state of a resource by its index, `one` by default."""
    every = list(resources(count, shape))
    path.write_text(json.dumps({"version": 3, "deployment": {"manifest": {}, "resources": every}}))
    return path
