"""Factors of availability with their evidence in the graph: `python -m tests.infra.factors`.

Writes docs/availability.md, which a test keeps current.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tests.infra.checks.iam import Stack
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import PROFILES, ROOT, recorded

PAGE = ROOT / "docs" / "availability.md"
SHOWN = ("prod", "global", *PROFILES)
GROUP = "aws:autoscaling/group:Group"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
HEAD = (
    "# Availability, factor by factor\n\n"
    "What each stack has of each factor, counted in the resources that its program registers. Made "
    "by `python -m tests.infra.factors`; a test fails if the page is not current. 0 means that the "
    "stack does not have the factor: by design where its profile has no such part, such as a fleet "
    "in `training`.\n"
)


@dataclass(frozen=True, slots=True)
class Factor:
    name: str
    evidence: str  # what is counted
    found: Callable[[Recording], Iterable[object]]


def of(*types: str) -> Callable[[Recording], Iterable[object]]:
    return lambda recording: recording.of_type(*types)


def having(kind: str, test: Callable[[Mapping[str, object]], object]) -> Callable[
    [Recording], Iterable[object]
]:  # fmt: skip
    return lambda recording: [each for each in recording.of_type(kind) if test(each.inputs)]


def zones(recording: Recording) -> Iterable[object]:
    return {
        (Stack(recording).region(each), each.inputs["availabilityZone"])
        for each in recording.of_type("aws:ec2/subnet:Subnet")
    }


def bases(recording: Recording) -> Iterable[object]:
    for each in recording.of_type(GROUP):
        policy = each.inputs["mixedInstancesPolicy"]["instancesDistribution"]
        whole = policy["onDemandPercentageAboveBaseCapacity"] == 100
        if policy["onDemandBaseCapacity"] >= 3 or (whole and each.inputs["minSize"] >= 3):
            yield each


def copies(recording: Recording) -> Iterable[object]:
    for each in recording.of_type("aws:backup/plan:Plan"):
        if any(rule["copyActions"] for rule in each.inputs["rules"]):
            yield each


def elsewhere(recording: Recording) -> Iterable[Registered]:
    """Yield resources in another region than most."""
    stack = Stack(recording)
    regional = recording.of_type("aws:s3/bucket:Bucket", "aws:rds/cluster:Cluster", GROUP)
    return [each for each in regional if stack.region(each) != "us-east-1"]


def bounded(recording: Recording) -> Iterable[object]:
    return [
        each
        for each in recording.of_type("aws:iam/role:Role")
        if each.inputs.get("permissionsBoundary")
    ]


def own_metrics(recording: Recording) -> Iterable[object]:
    return [each for each in recording.of_type(ALARM) if each.name.startswith("models-")]


def quotas(recording: Recording) -> Iterable[object]:
    return [each for each in recording.of_type(ALARM) if "quotas-" in each.name]


FACTORS = (
    Factor("zones", "zones with subnets", zones),
    Factor("load balancing", "load balancers", of("aws:lb/loadBalancer:LoadBalancer")),
    Factor(
        "automatic scaling",
        "scaling policies",
        of("aws:autoscaling/policy:Policy", "aws:appautoscaling/policy:Policy"),
    ),
    Factor(
        "health checks",
        "target groups with a health check",
        having("aws:lb/targetGroup:TargetGroup", lambda each: each.get("healthCheck")),
    ),
    Factor("capacity that is not reclaimed", "groups with an On-Demand base of a zone each", bases),
    Factor(
        "database failover",
        "database instances",
        of("aws:rds/clusterInstance:ClusterInstance"),
    ),
    Factor(
        "cache failover",
        "replication groups with automatic failover",
        having(
            "aws:elasticache/replicationGroup:ReplicationGroup",
            lambda each: each.get("automaticFailoverEnabled"),
        ),
    ),
    Factor(
        "replicated data",
        "replications of buckets, images and tables",
        of(
            "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
            "aws:ecr/replicationConfiguration:ReplicationConfiguration",
            "aws:dynamodb/tableReplica:TableReplica",
        ),
    ),
    Factor("backups", "backup plans", of("aws:backup/plan:Plan")),
    Factor(
        "point-in-time recovery",
        "tables with it, and Aurora clusters",
        of("aws:dynamodb/table:Table", "aws:rds/cluster:Cluster"),
    ),
    Factor("copies in another region", "backup plans that copy", copies),
    Factor("geographic distribution", "stores and fleets in a second region", elsewhere),
    Factor(
        "traffic away from a failure",
        "zonal autoshift and DNS failover",
        of(
            "aws:arczonalshift/zonalAutoshiftConfiguration:ZonalAutoshiftConfiguration",
            "aws:route53/healthCheck:HealthCheck",
        ),
    ),
    Factor(
        "deployments that roll back",
        "groups, services and endpoints with rollback",
        lambda recording: [
            each
            for each in recording.of_type(
                GROUP, "aws:ecs/service:Service", "aws:sagemaker/endpoint:Endpoint"
            )
            if "ollback" in str(each.inputs)
        ],
    ),
    Factor("monitoring", "alarms", of(ALARM, "aws:cloudwatch/compositeAlarm:CompositeAlarm")),
    Factor("checks from outside", "canaries", of("aws:synthetics/canary:Canary")),
    Factor("model quality", "alarms on metrics of models", own_metrics),
    Factor(
        "patches",
        "maintenance windows, and groups with a maximum instance lifetime",
        lambda recording: [
            *recording.of_type("aws:ssm/maintenanceWindow:MaintenanceWindow"),
            *having(GROUP, lambda each: each.get("maxInstanceLifetime"))(recording),
        ],
    ),
    Factor(
        "encryption",
        "KMS keys with rotation",
        having("aws:kms/key:Key", lambda each: each.get("enableKeyRotation")),
    ),
    Factor("least privilege", "roles with a permissions boundary", bounded),
    Factor("limits", "alarms on quotas, and budgets",
           lambda recording: [*quotas(recording), *recording.of_type("aws:budgets/budget:Budget")]),
)  # fmt: skip


def counts(stack: str) -> dict[str, int]:
    recording = recorded(stack)
    return {each.name: len(list(each.found(recording))) for each in FACTORS}


def page() -> str:
    found = {stack: counts(stack) for stack in SHOWN}
    lines = [
        HEAD,
        f"| factor | counted | {' | '.join(SHOWN)} |",
        "|---" * (2 + len(SHOWN)) + "|",
        *(
            f"| {each.name} | {each.evidence} | "
            f"{' | '.join(str(found[stack][each.name]) for stack in SHOWN)} |"
            for each in FACTORS
        ),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    import os
    import tempfile

    from tests.shared import VARIABLE

    with tempfile.TemporaryDirectory() as folder:
        os.environ[VARIABLE] = folder
        PAGE.write_text(page(), encoding="utf-8")
