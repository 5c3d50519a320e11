"""Content of an account besides the stack: hosted zones, pushed images, artifacts."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import boto3

from costing.graph.resource import Graph
from plimsoll.preflight.content import ARTIFACT, IMAGE, texts

Client = Callable[[str, str], Any]
MANIFEST = "application/vnd.oci.image.manifest.v1+json"


def clients(address: str) -> Client:
    """Return a function that makes boto3 clients of a moto server."""

    def client(service: str, region: str) -> Any:
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=address,
            aws_access_key_id="testing",
            aws_secret_access_key="testing",  # noqa: S106 (moto accepts any)
        )

    return client


def prepare(client: Client, zones: tuple[str, ...]) -> None:
    """Create the hosted zones, and the role that moto requires of AWS Batch."""
    for name in zones:
        client("route53", "us-east-1").create_hosted_zone(Name=name, CallerReference=name)
    client("iam", "us-east-1").create_role(RoleName="batch", AssumeRolePolicyDocument="{}")


def push(client: Client, graph: Graph) -> None:
    """Push the images and upload the artifacts that the resources of a graph name."""
    found = [text for each in graph.resources for _, text in texts(each)]
    for _, region, repository, tag in sorted({image for text in found for image in images(text)}):
        digest = f"sha256:{repository.encode().hex():0<64.64}"
        manifest = {"schemaVersion": 2, "mediaType": MANIFEST, "config": {"digest": digest}}
        client("ecr", region).put_image(
            repositoryName=repository,
            imageTag=tag,
            imageManifest=json.dumps({**manifest, "layers": []}),
        )
    for match in filter(None, map(ARTIFACT.fullmatch, found)):
        if match[2].endswith(".tar.gz"):
            client("s3", "us-east-1").put_object(Bucket=match[1], Key=match[2], Body=b"model")


def images(text: str) -> Iterator[tuple[str, ...]]:
    return (match.groups() for match in IMAGE.finditer(text))


def left_over(client: Client, region: str) -> dict[str, list[str]]:
    """Return what an empty account would not have; service-linked roles stay."""
    keys = client("kms", region)
    described = [
        keys.describe_key(KeyId=each["KeyId"])["KeyMetadata"] for each in keys.list_keys()["Keys"]
    ]
    vpcs = client("ec2", region).describe_vpcs()["Vpcs"]
    roles = client("iam", region).list_roles()["Roles"]
    alarms = client("cloudwatch", region).describe_alarms()["MetricAlarms"]
    buckets = client("s3", region).list_buckets()["Buckets"]
    return {
        "alarms": [each["AlarmName"] for each in alarms],
        "buckets": [each["Name"] for each in buckets],
        "keys": [each["KeyId"] for each in described if own(each)],
        "roles": [
            each["RoleName"]
            for each in roles
            if each["RoleName"] != "batch" and not each["Path"].startswith("/aws-service-role/")
        ],
        "vpcs": [each["VpcId"] for each in vpcs if not each["IsDefault"]],
    }


def own(key: dict[str, str]) -> bool:
    """Return whether a stack's key is not deleted; moto makes default keys, which look alike."""
    return "(plimsoll-" in key["Description"] and key["KeyState"] == "Enabled"
