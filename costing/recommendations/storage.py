"""Cheaper volumes, orphaned volumes and addresses, log retention, S3 storage classes."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from costing.estimate.changes import Change
from costing.graph.resource import Graph, Resource
from costing.prices.book import PriceBook
from costing.recommendations.model import Proposal

VOLUME = "aws:ebs/volume:Volume"
ATTACHMENT = "aws:ec2/volumeAttachment:VolumeAttachment"
ADDRESS = "aws:ec2/eip:Eip"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
BUCKETS = ("aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2")
LIFECYCLES = (
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
    "aws:s3/bucketIntelligentTieringConfiguration:BucketIntelligentTieringConfiguration",
)
DATABASES = ("aws:rds/instance:Instance",)
# Inputs with block devices, and the path of the volume inside each item.
DEVICES: Mapping[str, Sequence[tuple[str, str]]] = {
    "aws:ec2/instance:Instance": (("rootBlockDevice", ""), ("ebsBlockDevices", "")),
    "aws:ec2/launchTemplate:LaunchTemplate": (("blockDeviceMappings", "ebs"),),
    "aws:ec2/launchConfiguration:LaunchConfiguration": (
        ("rootBlockDevice", ""),
        ("ebsBlockDevices", ""),
    ),
}
# https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html
GP2_IOPS_PER_GIB, GP2_MOST_IOPS = 3, 16_000
GP3_IOPS, GP3_MBPS = 3_000, 125
GP2_MOST_MBPS = 250  # of volumes from 334 GiB on
GP2_FAST_GIB = 170  # above, gp2's throughput is more than gp3's 125 MiB/s
SAME_SPEED = "the volume keeps its IOPS and throughput; the change is made online"
LATENCY = "io1 and io2 have less latency variation and io2 more durability than gp3; measure first"
# S3 Standard-IA against Standard in us-east-1: 0.0125 and 0.023 USD a GB-month.
SMALLEST_IA_SAVING = Decimal("0.45")


def volumes(graph: Graph, _: PriceBook) -> Iterator[Proposal]:
    """Yield gp2 and small io1 and io2 volumes, as gp3 of the same speed."""
    for resource in graph.of_type(VOLUME):
        if (new := as_gp3(resource.inputs, "type")) is not None:
            yield volume_proposal(resource, "", str(resource.inputs["type"]), new)
    for resource in graph.of_type(*DATABASES):
        if resource.inputs.get("storageType") == "gp2":
            # RDS gp3 has at least gp2's IOPS from its own baseline of 3,000 or 12,000 on.
            yield volume_proposal(resource, "storage", "gp2", {"storageType": "gp3"})
    for kind, places in DEVICES.items():
        for resource in graph.of_type(kind):
            for name, inside in places:
                changed, types = devices(resource.inputs.get(name), inside)
                if types:
                    yield volume_proposal(resource, name, " and ".join(types), {name: changed})


def volume_proposal(
    resource: Resource, where: str, old: str, inputs: Mapping[str, object]
) -> Proposal:
    provisioned = old != "gp2"
    return Proposal(
        "gp3 volume",
        resource,
        f"{f'{where}: ' if where else ''}{old} → gp3 with the same IOPS and throughput",
        "medium" if provisioned else "low",
        LATENCY if provisioned else SAME_SPEED,
        Change({resource.urn: inputs}),
        group=f"volume {where}",
    )


def devices(value: Any, inside: str) -> tuple[object, list[str]]:  # noqa: ANN401 (JSON)
    """Return the changed device or devices, and the volume types that are replaced."""
    if isinstance(value, Mapping):
        volume = value.get(inside) if inside else value
        if not isinstance(volume, Mapping) or (new := as_gp3(volume, "volumeType")) is None:
            return value, []
        kept = {key: each for key, each in {**volume, **new}.items() if each is not None}
        return ({**value, inside: kept} if inside else kept), [str(volume["volumeType"])]
    if not isinstance(value, Sequence) or isinstance(value, str):
        return value, []
    found = [devices(each, inside) for each in value]
    types = dict.fromkeys(name for _, names in found for name in names)
    return [each for each, _ in found], list(types)


def as_gp3(volume: Mapping[str, Any], key: str) -> dict[str, object] | None:
    """Return the inputs of a gp3 volume of the same speed; None if it is no candidate."""
    size = number(volume.get("volumeSize" if key == "volumeType" else "size"))
    match volume.get(key):
        case "gp2":
            if size is None:
                return {key: "gp3"}
            iops = min(max(size * GP2_IOPS_PER_GIB, GP3_IOPS), GP2_MOST_IOPS)
            found: dict[str, object] = {key: "gp3"}
            if iops > GP3_IOPS:
                found["iops"] = int(iops)
            if size > GP2_FAST_GIB:
                found["throughput"] = GP2_MOST_MBPS
            return found
        case "io1" | "io2":
            iops_now = number(volume.get("iops"))
            if iops_now is None or iops_now > GP2_MOST_IOPS:
                return None
            return {key: "gp3", "iops": int(max(iops_now, GP3_IOPS))}
    return None


def number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def orphans(graph: Graph, _: PriceBook) -> Iterator[Proposal]:
    """Yield volumes without attachment and addresses without use in the stack."""
    for resource in graph.of_type(VOLUME):
        if not any(each.type == ATTACHMENT for each, _ in graph.referred.get(resource.urn, ())):
            yield orphan(resource, "unattached volume", "keep a snapshot if the data is needed")
    for resource in graph.of_type(ADDRESS):
        used = any(resource.inputs.get(key) is not None for key in ("instance", "networkInterface"))
        if not used and not graph.referred.get(resource.urn):
            reason = "the address cannot be had again once it is released"
            yield orphan(resource, "unused public IPv4 address", reason)


def orphan(resource: Resource, kind: str, reason: str) -> Proposal:
    check = f"check that nothing outside the stack uses it; {reason}"
    change = Change(removed=frozenset({resource.urn}))
    return Proposal(kind, resource, "delete it, or attach it in the program", "high", check, change)


def log_retention(graph: Graph, _: PriceBook) -> Iterator[Proposal]:
    """Yield log groups that keep everything for ever."""
    for resource in graph.of_type(LOG_GROUP):
        if resource.inputs.get("retentionInDays", 0) in (0, None):
            yield Proposal(
                "log retention",
                resource,
                "set retentionInDays, such as 90; export to S3 what must be kept longer",
                "low",
                "older log events are deleted",
                usage_types=("TimedStorage-ByteHrs",),
            )


def storage_classes(graph: Graph, _: PriceBook) -> Iterator[Proposal]:
    """Yield buckets without lifecycle or Intelligent-Tiering configuration."""
    for resource in graph.of_type(*BUCKETS):
        beside = [each.type for each, _ in graph.referred.get(resource.urn, ())]
        if resource.inputs.get("lifecycleRules") or any(kind in LIFECYCLES for kind in beside):
            continue
        yield Proposal(
            "S3 storage class",
            resource,
            "add a lifecycle rule to S3 Intelligent-Tiering or Standard-IA",
            "low",
            "saves only for objects over 128 KB that are read less than once a month",
            usage_types=("TimedStorage-ByteHrs",),
            share=SMALLEST_IA_SAVING,
        )
