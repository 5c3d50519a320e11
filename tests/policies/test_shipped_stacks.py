"""The shipped production stack with one fault has the finding of that fault."""

from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from costing.graph.resource import Graph, Resource
from costing.graph.source import opened
from policies import RULES
from policies.engine.check import Findings, check
from tests.policies.faults import (
    BALANCER,
    BLOCK,
    CACHE,
    CLUSTER,
    DISTRIBUTION,
    EGRESS_RULE,
    GROUP,
    INGRESS_RULE,
    INSIDE,
    LAUNCH_TEMPLATE,
    SECURITY_GROUP,
    TARGETS,
    Break,
    broken,
    gone,
    opens,
    put,
    two_zones,
    unprotected,
    without,
)
from tests.policies.stacks import TODAY
from tests.shared import once

ROOT = str(Path(__file__).parents[2])


@pytest.fixture(scope="module")
def prod() -> Graph:
    return once("graph-prod", lambda: opened(ROOT, "prod").graph)


def checked(graph: Graph, profile: str = "prod") -> Findings:
    return check(graph, RULES, profile=profile, today=TODAY)


BREAKS = [
    broken("security-group-no-public-ssh", INGRESS_RULE, opens(22)),
    broken("security-group-no-public-rdp", INGRESS_RULE, opens(3389)),
    broken("security-group-no-public-database-ports", INGRESS_RULE, opens(5432)),
    broken("security-group-no-public-http", INGRESS_RULE, opens(80)),
    broken(
        "security-group-no-public-ingress-all-ports "
        "security-group-no-public-database-ports security-group-no-public-http "
        "security-group-no-public-rdp security-group-no-public-ssh",
        INGRESS_RULE,
        opens(-1, "-1"),
    ),
    broken("security-group-no-unrestricted-egress", EGRESS_RULE, opens(-1, "-1")),
    broken("security-group-rules-single-management", SECURITY_GROUP, put("ingress", [INSIDE])),
    broken("security-group-rule-description", SECURITY_GROUP, without("description")),
    broken("vpc-flow-logs", "aws:ec2/flowLog:FlowLog", gone),
    broken(
        "vpc-subnet-no-auto-assign-public-ip rds-instance-private-subnet",
        "aws:ec2/subnet:Subnet",
        put("mapPublicIpOnLaunch", value=True),
    ),
    broken(
        "vpc-default-security-group-no-rules",
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
        gone,
    ),
    broken("ec2-imdsv2-required", LAUNCH_TEMPLATE, without("metadataOptions")),
    broken(
        "ec2-imds-hop-limit-one",
        LAUNCH_TEMPLATE,
        put("metadataOptions.httpPutResponseHopLimit", 2),
    ),
    broken("ec2-user-data-no-secrets", LAUNCH_TEMPLATE, put("userData", "AKIAIOSFODNN7EXAMPLE")),
    broken("ec2-detailed-monitoring", LAUNCH_TEMPLATE, without("monitoring")),
    broken("asg-elb-health-check", GROUP, put("healthCheckType", "EC2")),
    broken("ebs-volume-gp3", LAUNCH_TEMPLATE, put("blockDeviceMappings.0.ebs.volumeType", "gp2")),
    broken(
        "ebs-volume-encrypted", LAUNCH_TEMPLATE, put("blockDeviceMappings.0.ebs.encrypted", "false")
    ),
    broken(
        "ec2-instance-no-public-ip",
        LAUNCH_TEMPLATE,
        put("networkInterfaces", [{"associatePublicIpAddress": "true"}]),
    ),
    broken(
        "iam-policy-no-unrestricted-credential-access iam-policy-no-full-iam-access "
        "iam-policy-no-unrestricted-permissions-management "
        "iam-policy-no-unrestricted-data-read iam-policy-no-wildcard-action "
        "iam-policy-no-wildcard-resource iam-policy-no-full-administrator-access "
        "iam-no-privilege-escalation iam-policy-no-unrestricted-write "
        "iam-policy-no-unrestricted-pass-role",
        "aws:iam/rolePolicy:RolePolicy",
        put("policy", {"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}),
    ),
    broken(
        "iam-resource-policy-no-public-principal",
        "aws:sns/topicPolicy:TopicPolicy",
        put("policy", {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sns:*"}]}),
    ),
    broken("rds-storage-encrypted", CLUSTER, put("storageEncrypted", value=False)),
    broken("rds-automated-backups", CLUSTER, put("backupRetentionPeriod", 0)),
    broken("rds-deletion-protection", CLUSTER, put("deletionProtection", value=False)),
    broken("rds-final-snapshot", CLUSTER, put("skipFinalSnapshot", value=True)),
    broken("resource-pulumi-protect", CLUSTER, unprotected),
    broken(
        "aurora-reader-matches-writer-class",
        "aws:rds/clusterInstance:ClusterInstance",
        gone,
    ),
    broken(
        "elasticache-replication-group-encryption-at-rest",
        CACHE,
        put("atRestEncryptionEnabled", value=False),
    ),
    broken(
        "elasticache-replication-group-authentication "
        "elasticache-replication-group-encryption-in-transit",
        CACHE,
        put("transitEncryptionEnabled", value=False),
    ),
    broken("elasticache-automatic-failover", CACHE, put("automaticFailoverEnabled", value=False)),
    broken("kms-key-rotation", "aws:kms/key:Key", without("enableKeyRotation")),
    broken("resource-no-force-destroy", "aws:s3/bucket:Bucket", put("forceDestroy", value=True)),
    broken(
        "s3-public-access-block-restricts-public-buckets",
        BLOCK,
        put("restrictPublicBuckets", value=False),
    ),
    broken("s3-bucket-tls-only", "aws:s3/bucketPolicy:BucketPolicy", gone),
    broken("s3-bucket-versioning", "aws:s3/bucketVersioning:BucketVersioning", gone),
    broken(
        "s3-bucket-lifecycle-configuration s3-bucket-noncurrent-version-expiration",
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        gone,
    ),
    broken("s3-bucket-server-access-logging", "aws:s3/bucketLogging:BucketLogging", gone),
    broken(
        "s3-bucket-acls-disabled",
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        put("rule.objectOwnership", "ObjectWriter"),
    ),
    broken("s3-bucket-no-public-read-acl", "aws:s3/bucket:Bucket", put("acl", "public-read")),
    broken("elb-drop-invalid-header-fields", BALANCER, without("dropInvalidHeaderFields")),
    broken("elb-desync-mitigation-mode", BALANCER, put("desyncMitigationMode", "monitor")),
    broken("elb-access-logging", BALANCER, put("accessLogs.enabled", value=False)),
    broken(
        "elb-public-load-balancer-waf-web-acl",
        "aws:wafv2/webAclAssociation:WebAclAssociation",
        gone,
    ),
    broken(
        "ecr-repository-immutable-tags",
        "aws:ecr/repository:Repository",
        without("imageTagMutability"),
    ),
    broken("elb-deletion-protection", BALANCER, without("enableDeletionProtection")),
    broken("asg-spans-three-zones", GROUP, two_zones),
    broken("asg-minimum-size-covers-zones", GROUP, put("minSize", 2)),
    broken("asg-spot-on-demand-base", GROUP, put(f"{DISTRIBUTION}.onDemandBaseCapacity", 2)),
    broken(
        "asg-spot-allocation-strategy", GROUP, without(f"{DISTRIBUTION}.spotAllocationStrategy")
    ),
    broken("asg-spot-capacity-rebalancing", GROUP, without("capacityRebalance")),
    broken(
        "asg-spot-diversified-pools",
        GROUP,
        put("mixedInstancesPolicy.launchTemplate.overrides", [{"instanceType": "m6i.large"}]),
    ),
    broken(
        "elb-target-group-health-check-path",
        "aws:lb/targetGroup:TargetGroup",
        without("healthCheck.path"),
    ),
    broken(
        "cloudwatch-alarm-has-actions",
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        put("alarmActions", []),
    ),
    broken(
        "cloudwatch-log-group-retention",
        "aws:cloudwatch/logGroup:LogGroup",
        without("retentionInDays"),
    ),
    broken("budgets-notification", "aws:budgets/budget:Budget", gone, every=True),
    broken(
        "cost-anomaly-detection-subscription",
        "aws:costexplorer/anomalySubscription:AnomalySubscription",
        gone,
        every=True,
    ),
    broken("elb-zonal-shift", BALANCER, without("enableZonalShift")),
    broken(
        "kinesis-stream-retention-seven-days",
        "aws:kinesis/stream:Stream",
        without("retentionPeriod"),
    ),
    broken("asg-no-suspended-processes", GROUP, put("suspendedProcesses", ["AZRebalance"])),
    broken("asg-maximum-size-covers-zone-loss", GROUP, put("maxSize", 3)),
    broken("ecr-repository-lifecycle-policy", "aws:ecr/lifecyclePolicy:LifecyclePolicy", gone),
    broken("elb-target-group-unhealthy-within-a-minute", TARGETS, put("healthCheck.interval", 60)),
    broken("elb-target-group-deregistration-delay", TARGETS, put("deregistrationDelay", 5)),
    broken(
        "route53-record-health-check",
        "aws:route53/record:Record",
        put("aliases.0.evaluateTargetHealth", value=False),
    ),
    broken("instance-managed-service-on-graviton", CACHE, put("nodeType", "cache.m6i.large")),
    broken("resource-create-before-delete", BALANCER, put("name", "front")),
    broken(
        "ecr-cross-region-replication",
        "aws:ecr/replicationConfiguration:ReplicationConfiguration",
        gone,
    ),
    broken("resource-required-tags", "pulumi:providers:aws", without("defaultTags")),
]


@pytest.mark.parametrize("change", BREAKS, ids=str)
def test_one_fault_in_production_gives_only_its_finding(prod: Graph, change: Break) -> None:
    found = checked(change.of(prod)).found

    assert {name for each in found for name in (each.rule.name, *each.subsumes)} == change.rules
    assert {each.status for each in found} == {"violation"}


def taken_out(graph: Graph, kind: str) -> Graph:
    return replace(graph, resources=tuple(each for each in graph.resources if each.type != kind))


def test_listener_without_current_tls_is_found(prod: Graph) -> None:
    listeners = {each.inputs["protocol"]: each for each in prod.of_type("aws:lb/listener:Listener")}

    def changed(protocol: str, path: str, value: object) -> set[str]:
        old = listeners[protocol]
        new = put(path, value)(old)
        resources = tuple(new if each is old else each for each in prod.resources)
        return {each.rule.name for each in checked(replace(prod, resources=resources)).found}

    assert changed("HTTPS", "sslPolicy", "ELBSecurityPolicy-2016-08") == {
        "elb-listener-minimum-tls-1-2"
    }
    assert changed("HTTP", "defaultActions", [{"type": "forward"}]) == {
        "elb-http-listener-redirects-to-https",
        "elb-listener-https",
        "security-group-no-public-http",
        "elb-target-group-encryption-in-transit",
    }


def test_without_alarms_every_tier_has_a_finding(prod: Graph) -> None:
    found = checked(taken_out(prod, "aws:cloudwatch/metricAlarm:MetricAlarm")).found

    assert {each.rule.name for each in found} == {"cloudwatch-alarm-for-each-serving-tier"}
    assert {each.finding.resource.type for each in found} >= {BALANCER, GROUP, CLUSTER, CACHE}


def test_without_gateway_endpoints_each_service_is_named(prod: Graph) -> None:
    found = checked(taken_out(prod, "aws:ec2/vpcEndpoint:VpcEndpoint")).found

    paths: dict[str, list[str]] = defaultdict(list)
    for each in found:
        paths[each.rule.name].append(each.finding.path)
    assert paths == {"vpc-gateway-endpoints-for-s3-and-dynamodb": ["dynamodb", "s3"]}


def test_single_nat_gateway_serves_other_zones(prod: Graph) -> None:
    """Each zone's default route leads to the first zone's gateway."""
    route = "aws:ec2/route:Route"
    gateways = [each for each in prod.of_type(route) if "natGatewayId" in each.inputs]
    followed = {each.urn: gateways[0] for each in gateways}

    def leads(each: Resource) -> Resource:
        first = followed.get(each.urn)
        path = "natGatewayId"
        if first is None:
            return each
        return replace(each, references={**each.references, path: first.references[path]})

    graph = replace(prod, resources=tuple(map(leads, prod.resources)))
    found = checked(graph).found

    assert {each.rule.name for each in found} == {"vpc-nat-gateway-per-zone"}
    assert {each.status for each in found} == {"violation"}
