"""State whose names, tags and types of resources contain markup."""

from typing import Any

ATTACK = "</script><img src=x onerror=alert(1)>"
STACK = "pulumi:pulumi:Stack"
INSTANCE, BUCKET, SUBNET = (
    "aws:ec2/instance:Instance",
    "aws:s3/bucket:Bucket",
    "aws:ec2/subnet:Subnet",
)


def hostile_state() -> dict[str, Any]:
    resources = [
        {"urn": f"urn:pulumi:prod::shop::{STACK}::shop-prod", "type": STACK, "custom": False},
        resource(INSTANCE, ATTACK, {"instanceType": "t3.micro", "subnetId": "subnet-1"}),
        resource(INSTANCE, "gone", {"instanceType": "t3.enormous"}),
        resource(BUCKET, "'\"><b>bold</b>", {"tags": {"team": ATTACK, "<b>": "x"}}),
        resource(
            SUBNET, f"{ATTACK}-us-east-1a", {"availabilityZone": "us-east-1a"}, identity="subnet-1"
        ),
    ]
    return {
        "version": 3,
        "deployment": {"manifest": {"time": "2026-11-01T00:00:00Z"}, "resources": resources},
    }


def resource(
    type_: str, name: str, inputs: dict[str, Any], identity: str | None = None
) -> dict[str, Any]:
    return {
        "urn": f"urn:pulumi:prod::shop::{type_}::{name}",
        "type": type_,
        "custom": True,
        "id": identity or name,
        "inputs": inputs,
        "outputs": {**inputs, "region": "us-east-1"},
    }
