"""Preview of a small shop, the source of the commands under test."""

from collections.abc import Callable
from typing import Any

Golden = Callable[[str, str], None]
Run = Callable[..., tuple[object, str, str]]
UNKNOWN_MARK = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def urn(kind: str, name: str) -> str:
    return f"urn:pulumi:prod::shop::{kind}::{name}"


PROVIDER = urn("pulumi:providers:aws", "default")


def step(kind: str, name: str, inputs: dict[str, Any], **more: Any) -> dict[str, Any]:
    state = {"urn": urn(kind, name), "type": kind, "custom": True, "inputs": inputs, **more}
    return {"op": "create", "newState": {"provider": f"{PROVIDER}::1", **state}}


SUBNET = "aws:ec2/subnet:Subnet"
DATABASE = {
    "instanceClass": "db.r6g.large",
    "engine": "postgres",
    "multiAz": True,
    "storageEncrypted": UNKNOWN_MARK,
    "allocatedStorage": 100.0,
    "storageType": "gp3",
}
PREVIEW = {
    "config": {"aws:region": "us-east-1"},
    "steps": [
        step("pulumi:providers:aws", "default", {"region": "us-east-1"}),
        step("aws:rds/instance:Instance", "db", DATABASE),
        step("aws:rds/instance:Instance", "test", {**DATABASE, "multiAz": False}),
        step("aws:s3/bucket:Bucket", "features", {}),
        step("aws:no/such:Thing", "thing", {}),
        step("random:index/randomPet:RandomPet", "pet", {}),
        step(SUBNET, "a", {"availabilityZone": "us-east-1a"}),
        step(SUBNET, "b", {"availabilityZone": "us-east-1b"}, sourcePosition="project:///net.py#9"),
        step(
            "aws:ec2/natGateway:NatGateway",
            "nat",
            {"subnetId": UNKNOWN_MARK},
            propertyDependencies={"subnetId": [urn(SUBNET, "a")]},
        ),
    ],
    "changeSummary": {"create": 9},
}
USAGE = """
version: 1
resources:
  features: {standard: {storage_gb: 30_000}}
  nat: {monthly_data_processed_gb: {low: 10, mid: 100, high: 1000}}
"""
