"""Rules for Amazon OpenSearch Service."""

import re
from collections.abc import Iterator

from costing.graph.resource import Resource, at
from costing.model import UNKNOWN
from policies.engine.finding import Finding, written
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    at_least,
    blocks,
    equal,
    found,
    is_set,
    is_unknown,
    not_,
    read,
)
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.tokens import DOMAINS
from policies.rules._shared.input_rules import (
    input_rule,
    must_be,
    must_be_at_least,
    must_be_given,
    must_not_be,
)

GUIDE = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide"
LOGS = "logPublishingOptions"
PUBLIC_NETWORK = re.compile(r'"AllowFromPublic"\s*:\s*true')


def several_nodes(domain: Resource) -> Truth:
    config = "clusterConfig"
    others = ("dedicatedMasterEnabled", "warmEnabled", "multiAzWithStandbyEnabled")
    return any_of(
        [
            at_least(read(domain, f"{config}.instanceCount", 1), 2),
            *(equal(read(domain, f"{config}.{each}"), option=True) for each in others),
        ]
    )


@resource_rule(
    types=DOMAINS,
    concern="security",
    severity="high",
    title="OpenSearch domain accepts plain HTTP",
    risk="Requests and documents can be read in transit.",
    fix='domain_endpoint_options={"enforce_https": True}',
    same_intent_as=("CKV_AWS_83",),
    aws_docs=f"{GUIDE}/infrastructure-security.html",
)
def opensearch_domain_https_only(domain: Resource) -> Iterator[Finding]:
    block, path = "domainEndpointOptions", "domainEndpointOptions.enforceHttps"
    default = True if is_set(domain, block) else None
    enforced = equal(read(domain, path, default), option=True)
    yield from found(not_(enforced), domain, path, expected=True)


@resource_rule(
    types=DOMAINS,
    concern="security",
    severity="medium",
    title="OpenSearch domain accepts TLS versions older than 1.2",
    risk="Old TLS versions have known attacks; the default allows TLS 1.0.",
    fix='domain_endpoint_options={"tls_security_policy": "Policy-Min-TLS-1-2-PFS-2023-10"}',
    same_intent_as=("CKV_AWS_228",),
    aws_docs=f"{GUIDE}/infrastructure-security.html",
)
def opensearch_domain_minimum_tls_1_2(domain: Resource) -> Iterator[Finding]:
    path = "domainEndpointOptions.tlsSecurityPolicy"
    policy = read(domain, path)
    old = UNKNOWN if is_unknown(policy) else not str(policy).startswith("Policy-Min-TLS-1-2")
    yield from found(old, domain, path, "Policy-Min-TLS-1-2-PFS-2023-10")


@resource_rule(
    types=DOMAINS,
    concern="operations",
    severity="medium",
    title="OpenSearch domain publishes no error or slow logs",
    risk="Failures and slow queries leave no record.",
    fix=(
        'log_publishing_options=[{"log_type": "ES_APPLICATION_LOGS", "enabled": True, '
        '"cloudwatch_log_group_arn": group.arn}]'
    ),
    same_intent_as=("CKV_AWS_84",),
    aws_docs=f"{GUIDE}/createdomain-configure-slow-logs.html",
)
def opensearch_domain_error_logging(domain: Resource) -> Iterator[Finding]:
    kept = any_of(is_on(each) for each in blocks(domain, LOGS))
    yield from found(not_(kept), domain, LOGS, "a logging destination")


@resource_rule(
    types=DOMAINS,
    concern="operations",
    severity="low",
    title="OpenSearch domain publishes no audit logs",
    risk="Access to documents cannot be traced.",
    fix=(
        'log_publishing_options=[{"log_type": "AUDIT_LOGS", "enabled": True, '
        '"cloudwatch_log_group_arn": group.arn}]'
    ),
    same_intent_as=("CKV_AWS_317",),
    aws_docs=f"{GUIDE}/audit-logs.html",
)
def opensearch_domain_audit_logging(domain: Resource) -> Iterator[Finding]:
    kept = any_of(
        all_of([is_on(each), equal(at(each, "logType"), "AUDIT_LOGS")])
        for each in blocks(domain, LOGS)
    )
    yield from found(not_(kept), domain, LOGS, "a list with AUDIT_LOGS")


def is_on(option: object) -> Truth:
    if is_unknown(option):
        return UNKNOWN
    return not_(equal(at(option, "enabled"), option=False))


@resource_rule(
    types=("aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy",),
    concern="security",
    severity="high",
    title="OpenSearch Serverless collection allows public network access",
    risk="The collection endpoint can be reached from the internet.",
    fix='"AllowFromPublic": false with "SourceVPCEs" in the network policy',
    same_intent_as=("opensearch_serverless_collection_public_access",),
    aws_docs="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-network.html",
)
def opensearch_serverless_collection_not_public(resource: Resource) -> Iterator[Finding]:
    network = equal(read(resource, "type"), "network")
    policy = read(resource, "policy")
    public = (
        UNKNOWN
        if is_unknown(policy)
        else bool(PUBLIC_NETWORK.search(policy if isinstance(policy, str) else written(policy)))
    )
    yield from found(all_of([network, public]), resource, "policy", "AllowFromPublic: false")


RULES: tuple[Rule, ...] = (
    input_rule(
        "opensearch-domain-encryption-at-rest",
        must_be("encryptAtRest.enabled", True),
        types=DOMAINS,
        concern="security",
        severity="critical",
        title="OpenSearch domain is not encrypted at rest",
        risk="Indices, logs and snapshots are stored in plain text.",
        fix='encrypt_at_rest={"enabled": True}',
        same_intent_as=("CKV_AWS_5",),
        aws_docs=f"{GUIDE}/encryption-at-rest.html",
    ),
    input_rule(
        "opensearch-domain-node-to-node-encryption",
        must_be("nodeToNodeEncryption.enabled", True, when=several_nodes),
        types=DOMAINS,
        concern="security",
        severity="high",
        title="OpenSearch domain has no node-to-node encryption",
        risk="Data exchanged between nodes can be read on the network.",
        fix='node_to_node_encryption={"enabled": True}',
        same_intent_as=("CKV_AWS_6",),
        aws_docs=f"{GUIDE}/ntn.html",
    ),
    opensearch_domain_https_only,
    opensearch_domain_minimum_tls_1_2,
    input_rule(
        "opensearch-domain-in-vpc",
        must_be_given("vpcOptions", "subnets of a VPC"),
        types=DOMAINS,
        concern="security",
        severity="critical",
        title="OpenSearch domain has a public endpoint outside a VPC",
        risk="The domain can be attacked from the internet.",
        fix='vpc_options={"subnet_ids": [...], "security_group_ids": [...]}',
        same_intent_as=("CKV_AWS_137",),
        aws_docs=f"{GUIDE}/vpc.html",
    ),
    input_rule(
        "opensearch-domain-fine-grained-access-control",
        must_be("advancedSecurityOptions.enabled", True),
        types=DOMAINS,
        concern="security",
        severity="high",
        title="OpenSearch domain has no fine-grained access control",
        risk="Everyone with access to the domain can read and change every index.",
        fix='advanced_security_options={"enabled": True, ...}',
        same_intent_as=("CKV2_AWS_52",),
        aws_docs=f"{GUIDE}/fgac.html",
    ),
    input_rule(
        "opensearch-domain-zone-awareness",
        must_be("clusterConfig.zoneAwarenessEnabled", True),
        must_be_at_least("clusterConfig.dedicatedMasterCount", 3, "at least 3", default=0),
        must_not_be("clusterConfig.dedicatedMasterEnabled", False, expected=True),
        types=DOMAINS,
        concern="availability",
        severity="medium",
        title="OpenSearch domain has no zone awareness or fewer than three dedicated master nodes",
        risk="The loss of a zone stops the domain or loses data.",
        fix="dedicated_master_enabled=True, dedicated_master_count=3, zone_awareness_enabled=True",
        same_intent_as=("CKV_AWS_318",),
        aws_docs=f"{GUIDE}/managedomains-dedicatedmasternodes.html",
        production=True,
    ),
    opensearch_domain_error_logging,
    opensearch_domain_audit_logging,
    opensearch_serverless_collection_not_public,
)
