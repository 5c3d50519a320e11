"""Rules for Amazon OpenSearch Service: operations."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import at_least, forbid, found, given, not_, read, require
from policies.engine.rule import Rule, resource_rule


@resource_rule(
    types=("aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"),
    concern="security",
    severity="low",
    title="OpenSearch domain uses the default security group",
    risk="The default group of the VPC can admit more than the clients of the domain.",
    fix='vpc_options={"security_group_ids": [group.id], ...}',
    same_intent_as=("CKV_AWS_248",),
    aws_docs="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html",
    production=True,
)
def opensearch_domain_own_security_group(resource: Resource) -> Iterator[Finding]:
    path = "vpcOptions.securityGroupIds"
    broken = not_(given(resource, path))
    yield from found(broken, resource, path, "a security group")


@resource_rule(
    types=("aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"),
    concern="availability",
    severity="low",
    title="OpenSearch domain has no dedicated master nodes",
    risk="Load on the data nodes disturbs the management of the cluster.",
    fix=(
        'cluster_config={"dedicated_master_enabled": True, "dedicated_master_count": '
        '3}, node_to_node_encryption={"enabled": True}'
    ),
    same_intent_as=("CKV2_AWS_59", "opensearch_service_domains_fault_tolerant_master_nodes"),
    aws_docs="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-dedicatedmasternodes.html",
    production=True,
)
def opensearch_domain_dedicated_master_nodes(resource: Resource) -> Iterator[Finding]:
    yield from require(resource, "clusterConfig.dedicatedMasterEnabled", True)


@resource_rule(
    types=("aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"),
    concern="availability",
    severity="medium",
    title="OpenSearch domain has fewer than three data nodes",
    risk="The loss of a node or zone loses data or stops the domain.",
    fix=(
        'cluster_config={"instance_count": 3, "zone_awareness_enabled": True}, '
        'node_to_node_encryption={"enabled": True}'
    ),
    same_intent_as=("opensearch_service_domains_fault_tolerant_data_nodes",),
    aws_docs="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-multiaz.html",
    production=True,
)
def opensearch_domain_three_data_nodes(resource: Resource) -> Iterator[Finding]:
    path = "clusterConfig.instanceCount"
    broken = not_(at_least(read(resource, path, 1), 3))
    yield from found(broken, resource, path, "at least 3")


@resource_rule(
    types=("aws:opensearch/domain:Domain",),
    concern="operations",
    severity="low",
    title="OpenSearch domain does not install service software updates",
    risk="Known faults and vulnerabilities stay open until an operator acts.",
    fix='software_update_options={"auto_software_update_enabled": True}',
    same_intent_as=("opensearch_service_domains_updated_to_the_latest_service_software_version",),
    aws_docs="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/service-software.html",
    production=True,
)
def opensearch_domain_auto_software_update(resource: Resource) -> Iterator[Finding]:
    yield from require(resource, "softwareUpdateOptions.autoSoftwareUpdateEnabled", True)


@resource_rule(
    types=("aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"),
    concern="security",
    severity="low",
    title="OpenSearch domain keeps users in its own database",
    risk="Passwords are managed outside of IAM and the identity provider.",
    fix='advanced_security_options={"internal_user_database_enabled": False, ...}',
    same_intent_as=("opensearch_service_domains_internal_user_database_enabled",),
    aws_docs="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/fgac.html",
    regulated=True,
)
def opensearch_domain_no_internal_user_database(resource: Resource) -> Iterator[Finding]:
    yield from forbid(
        resource, "advancedSecurityOptions.internalUserDatabaseEnabled", True, expected=False
    )


RULES: tuple[Rule, ...] = (
    opensearch_domain_own_security_group,
    opensearch_domain_dedicated_master_nodes,
    opensearch_domain_three_data_nodes,
    opensearch_domain_auto_software_update,
    opensearch_domain_no_internal_user_database,
)
