"""The shipped stacks hold every rule; a copy of one that is broken breaks the rule it should."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from costing.graph import Graph, Resource
from costing.source import opened
from policies import RULES
from policies.checking import Findings, check
from tests.policies.stacks import TODAY

ROOT = str(Path(__file__).parents[2])
LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
GROUP = "aws:autoscaling/group:Group"
CLUSTER = "aws:rds/cluster:Cluster"
CACHE = "aws:elasticache/replicationGroup:ReplicationGroup"
BALANCER = "aws:lb/loadBalancer:LoadBalancer"
TARGETS = "aws:lb/targetGroup:TargetGroup"
DISTRIBUTION = "mixedInstancesPolicy.instancesDistribution"


@pytest.fixture(scope="module")
def prod() -> Graph:
    return opened(ROOT, "prod").graph


def checked(graph: Graph, profile: str = "prod") -> Findings:
    return check(graph, RULES, profile=profile, today=TODAY)


def test_production_has_no_finding(prod: Graph) -> None:
    assert checked(prod).found == ()


def test_development_has_no_finding() -> None:
    assert checked(opened(ROOT, "dev").graph, "dev").found == ()


@dataclass(frozen=True)
class Break:
    """A change of the first resource of a type, and the rules that it breaks."""

    rules: frozenset[str]
    type: str
    change: Callable[[Resource], Resource | None]  # None: it is taken out
    every: bool = False  # all of the type, not the first alone

    def of(self, graph: Graph) -> Graph:
        meant = graph.of_type(self.type)[: None if self.every else 1]
        changed = (self.change(each) if each in meant else each for each in graph.resources)
        return replace(graph, resources=tuple(filter(None, changed)))

    def __str__(self) -> str:
        return "+".join(sorted(self.rules))


def put(path: str, value: object) -> Callable[[Resource], Resource]:
    return lambda resource: replace(
        resource, inputs=placed(resource.inputs, path.split("."), value)
    )


def placed(value: Any, path: list[str], put_in: object) -> Any:
    """Return a copy with another value at the path; digits are places in a list."""
    if not path:
        return put_in
    key, *rest = path
    if isinstance(value, list):
        place = int(key)
        return [*value[:place], placed(value[place], rest, put_in), *value[place + 1 :]]
    held: Mapping[str, Any] = value or {}
    return {**held, key: placed(held.get(key), rest, put_in)}


def without(path: str) -> Callable[[Resource], Resource]:
    return put(path, None)


def gone(_: Resource) -> None:
    return None


def unprotected(resource: Resource) -> Resource:
    return replace(resource, protect=False)


def two_zones(group: Resource) -> Resource:
    listed = group.inputs["vpcZoneIdentifiers"]
    return replace(group, inputs={**group.inputs, "vpcZoneIdentifiers": listed[:2]})


SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup"
INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS_RULE = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
INSIDE = {
    "description": "From inside",
    "fromPort": 443,
    "toPort": 443,
    "protocol": "tcp",
    "cidrBlocks": ["10.0.0.0/8"],
}


def opens(port: int, protocol: str = "tcp") -> Callable[[Resource], Resource]:
    """Open a rule to the internet."""

    def change(rule: Resource) -> Resource:
        named = {"description": rule.inputs["description"], "cidrIpv4": "0.0.0.0/0"}
        ports = {"ipProtocol": protocol, "fromPort": port, "toPort": port}
        group = {"securityGroupId": rule.inputs["securityGroupId"]}
        return replace(rule, inputs={**group, **named, **ports})

    return change


BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"


def broken(
    rules: str, kind: str, change: Callable[[Resource], Resource | None], *, every: bool = False
) -> Break:
    return Break(frozenset(rules.split()), kind, change, every)


BREAKS = [
    broken("no-open-ssh", INGRESS_RULE, opens(22)),
    broken("no-open-rdp", INGRESS_RULE, opens(3389)),
    broken("no-open-database-port", INGRESS_RULE, opens(5432)),
    broken("no-open-http", INGRESS_RULE, opens(80)),
    broken(
        "no-ingress-from-anywhere-to-all-ports no-open-database-port no-open-http no-open-rdp"
        " no-open-ssh",
        INGRESS_RULE,
        opens(-1, "-1"),
    ),
    broken("no-egress-to-anywhere-of-every-protocol", EGRESS_RULE, opens(-1, "-1")),
    broken("security-group-rules-kept-in-one-way", SECURITY_GROUP, put("ingress", [INSIDE])),
    broken("security-group-rules-described", SECURITY_GROUP, without("description")),
    broken("vpc-flow-logs", "aws:ec2/flowLog:FlowLog", gone),
    broken(
        "subnet-gives-no-public-addresses",
        "aws:ec2/subnet:Subnet",
        put("mapPublicIpOnLaunch", value=True),
    ),
    broken(
        "default-security-group-closed",
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
        gone,
    ),
    broken("imdsv2-required", LAUNCH_TEMPLATE, without("metadataOptions")),
    broken(
        "metadata-one-hop-away",
        LAUNCH_TEMPLATE,
        put("metadataOptions.httpPutResponseHopLimit", 2),
    ),
    broken("no-access-key-in-user-data", LAUNCH_TEMPLATE, put("userData", "AKIAIOSFODNN7EXAMPLE")),
    broken("machine-measured-each-minute", LAUNCH_TEMPLATE, without("monitoring")),
    broken("group-replaces-what-does-not-answer", GROUP, put("healthCheckType", "EC2")),
    broken("volumes-gp3", LAUNCH_TEMPLATE, put("blockDeviceMappings.0.ebs.volumeType", "gp2")),
    broken("ebs-encrypted", LAUNCH_TEMPLATE, put("blockDeviceMappings.0.ebs.encrypted", "false")),
    broken(
        "no-public-address-on-instances",
        LAUNCH_TEMPLATE,
        put("networkInterfaces", [{"associatePublicIpAddress": "true"}]),
    ),
    broken(
        "no-credentials-of-everybody no-full-iam no-granting-on-everything"
        " no-reading-of-everything no-star-action no-star-resource no-star-star-policy"
        " no-way-to-more-rights no-writing-on-everything",
        "aws:iam/rolePolicy:RolePolicy",
        put("policy", {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}),
    ),
    broken(
        "no-star-principal",
        "aws:sns/topicPolicy:TopicPolicy",
        put("policy", {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sns:*"}]}),
    ),
    broken("database-encrypted", CLUSTER, put("storageEncrypted", value=False)),
    broken("database-has-backups", CLUSTER, put("backupRetentionPeriod", 0)),
    broken("database-deletion-protected", CLUSTER, put("deletionProtection", value=False)),
    broken("database-final-snapshot", CLUSTER, put("skipFinalSnapshot", value=True)),
    broken("stateful-resource-protected", CLUSTER, unprotected),
    broken(
        "aurora-reader-of-writers-class-in-another-zone",
        "aws:rds/clusterInstance:ClusterInstance",
        gone,
    ),
    broken("cache-encrypted-at-rest", CACHE, put("atRestEncryptionEnabled", value=False)),
    broken(
        "cache-asks-who-is-there cache-encrypted-in-transit",
        CACHE,
        put("transitEncryptionEnabled", value=False),
    ),
    broken("cache-fails-over", CACHE, put("automaticFailoverEnabled", value=False)),
    broken("key-rotates", "aws:kms/key:Key", without("enableKeyRotation")),
    broken("no-force-destroy", "aws:s3/bucket:Bucket", put("forceDestroy", value=True)),
    broken("block-restricts-public-buckets", BLOCK, put("restrictPublicBuckets", value=False)),
    broken("bucket-tls-only", "aws:s3/bucketPolicy:BucketPolicy", gone),
    broken("bucket-versioned", "aws:s3/bucketVersioning:BucketVersioning", gone),
    broken(
        "bucket-lifecycle former-versions-expire",
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        gone,
    ),
    broken("bucket-logs-accesses", "aws:s3/bucketLogging:BucketLogging", gone),
    broken(
        "bucket-takes-no-access-lists",
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        put("rule.objectOwnership", "ObjectWriter"),
    ),
    broken("bucket-list-lets-nobody-read", "aws:s3/bucket:Bucket", put("acl", "public-read")),
    broken("balancer-drops-invalid-headers", BALANCER, without("dropInvalidHeaderFields")),
    broken("balancer-withstands-desync", BALANCER, put("desyncMitigationMode", "monitor")),
    broken("balancer-logs-requests", BALANCER, put("accessLogs.enabled", value=False)),
    broken(
        "public-balancer-behind-firewall", "aws:wafv2/webAclAssociation:WebAclAssociation", gone
    ),
    broken("image-tags-immutable", "aws:ecr/repository:Repository", without("imageTagMutability")),
    broken("load-balancer-deletion-protected", BALANCER, without("enableDeletionProtection")),
    broken("fleet-spans-three-zones", GROUP, two_zones),
    broken("fleet-minimum-covers-zones", GROUP, put("minSize", 2)),
    broken("spot-on-demand-base", GROUP, put(f"{DISTRIBUTION}.onDemandBaseCapacity", 2)),
    broken("spot-allocation-strategy", GROUP, without(f"{DISTRIBUTION}.spotAllocationStrategy")),
    broken("spot-capacity-rebalance", GROUP, without("capacityRebalance")),
    broken(
        "spot-pools-diverse",
        GROUP,
        put("mixedInstancesPolicy.launchTemplate.overrides", [{"instanceType": "m6i.large"}]),
    ),
    broken(
        "target-group-health-check", "aws:lb/targetGroup:TargetGroup", without("healthCheck.path")
    ),
    broken("alarms-act", "aws:cloudwatch/metricAlarm:MetricAlarm", put("alarmActions", [])),
    broken("log-retention-bounded", "aws:cloudwatch/logGroup:LogGroup", without("retentionInDays")),
    broken("budget-exists", "aws:budgets/budget:Budget", gone, every=True),
    broken(
        "anomalies-told",
        "aws:costexplorer/anomalySubscription:AnomalySubscription",
        gone,
        every=True,
    ),
    broken("serving-can-leave-a-zone", BALANCER, without("enableZonalShift")),
    broken("stream-keeps-a-week", "aws:kinesis/stream:Stream", without("retentionPeriod")),
    broken("group-heals-itself", GROUP, put("suspendedProcesses", ["AZRebalance"])),
    broken("fleet-grows-back-without-a-zone", GROUP, put("maxSize", 3)),
    broken("old-images-expire", "aws:ecr/lifecyclePolicy:LifecyclePolicy", gone),
    broken("dead-target-noticed-within-a-minute", TARGETS, put("healthCheck.interval", 60)),
    broken("target-ends-its-requests", TARGETS, put("deregistrationDelay", 5)),
    broken(
        "name-follows-health",
        "aws:route53/record:Record",
        put("aliases.0.evaluateTargetHealth", value=False),
    ),
    broken("managed-machines-on-graviton", CACHE, put("nodeType", "cache.m6i.large")),
    broken("replacement-before-deletion", BALANCER, put("name", "front")),
    broken(
        "images-outlive-their-region",
        "aws:ecr/replicationConfiguration:ReplicationConfiguration",
        gone,
    ),
    broken("required-tags", "pulumi:providers:aws", without("defaultTags")),
]


@pytest.mark.parametrize("change", BREAKS, ids=str)
def test_a_broken_copy_of_production_breaks_just_that(prod: Graph, change: Break) -> None:
    found = checked(change.of(prod)).found

    assert {each.rule.name for each in found} == change.rules
    assert {each.status for each in found} == {"violation"}


def taken_out(graph: Graph, kind: str) -> Graph:
    return replace(graph, resources=tuple(each for each in graph.resources if each.type != kind))


def test_a_listener_that_speaks_old_tls_or_none_is_found(prod: Graph) -> None:
    listeners = {each.inputs["protocol"]: each for each in prod.of_type("aws:lb/listener:Listener")}

    def changed(protocol: str, path: str, value: object) -> set[str]:
        old = listeners[protocol]
        new = put(path, value)(old)
        resources = tuple(new if each is old else each for each in prod.resources)
        return {each.rule.name for each in checked(replace(prod, resources=resources)).found}

    assert changed("HTTPS", "sslPolicy", "ELBSecurityPolicy-2016-08") == {"listener-tls-1-2"}
    assert changed("HTTP", "defaultActions", [{"type": "forward"}]) == {
        "balancer-sends-http-to-https",
        "listener-https-or-redirect",
        "listener-tls-1-2",
        "no-open-http",
        "requests-encrypted-to-targets",
    }


def test_without_alarms_every_tier_is_unwatched(prod: Graph) -> None:
    found = checked(taken_out(prod, "aws:cloudwatch/metricAlarm:MetricAlarm")).found

    assert {each.rule.name for each in found} == {"tiers-watched-by-alarms"}
    assert {each.finding.resource.type for each in found} >= {BALANCER, GROUP, CLUSTER, CACHE}


def test_without_gateway_endpoints_each_service_is_named(prod: Graph) -> None:
    found = checked(taken_out(prod, "aws:ec2/vpcEndpoint:VpcEndpoint")).found

    paths: dict[str, list[str]] = defaultdict(list)
    for each in found:
        paths[each.rule.name].append(each.finding.path)
    assert paths == {
        "gateway-endpoints-beside-nat": ["dynamodb", "s3"],
        "security-group-in-use": [""],  # that of the interface endpoints
    }


def test_with_one_nat_gateway_two_zones_lean_on_the_third(prod: Graph) -> None:
    """Each zone's default route leads to the first zone's gateway."""
    route = "aws:ec2/route:Route"
    gateways = [each for each in prod.of_type(route) if "natGatewayId" in each.inputs]
    led = {each.urn: gateways[0] for each in gateways}

    def leads(each: Resource) -> Resource:
        first = led.get(each.urn)
        path = "natGatewayId"
        if first is None:
            return each
        return replace(each, references={**each.references, path: first.references[path]})

    graph = replace(prod, resources=tuple(map(leads, prod.resources)))
    found = checked(graph).found

    assert {each.rule.name for each in found} == {"zone-local-egress"}
    assert {each.status for each in found} == {"violation"}
