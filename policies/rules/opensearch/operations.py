"""Rules for Amazon OpenSearch Service: operations."""

from policies.engine.rule import Rule
from policies.rules._shared.input_rules import (
    input_rule,
    must_be,
    must_be_at_least,
    must_be_given,
    must_not_be,
)

RULES: tuple[Rule, ...] = (
    input_rule(
        "opensearch-domain-own-security-group",
        must_be_given("vpcOptions.securityGroupIds", "a security group"),
        types=("aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"),
        concern="security",
        severity="low",
        title="OpenSearch domain uses the default security group",
        risk="The default group of the VPC can admit more than the clients of the domain.",
        fix='vpc_options={"security_group_ids": [group.id], ...}',
        same_intent_as=("CKV_AWS_248",),
        aws_docs="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html",
        production=True,
    ),
    input_rule(
        "opensearch-domain-dedicated-master-nodes",
        must_be("clusterConfig.dedicatedMasterEnabled", True),
        types=("aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"),
        concern="availability",
        severity="low",
        title="OpenSearch domain has no dedicated master nodes",
        risk="Load on the data nodes disturbs the management of the cluster.",
        fix='cluster_config={"dedicated_master_enabled": True, "dedicated_master_count": '
        '3}, node_to_node_encryption={"enabled": True}',
        same_intent_as=("CKV2_AWS_59", "opensearch_service_domains_fault_tolerant_master_nodes"),
        aws_docs="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-dedicatedmasternodes.html",
        production=True,
    ),
    input_rule(
        "opensearch-domain-three-data-nodes",
        must_be_at_least("clusterConfig.instanceCount", 3, "at least 3", default=1),
        types=("aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"),
        concern="availability",
        severity="medium",
        title="OpenSearch domain has fewer than three data nodes",
        risk="The loss of a node or zone loses data or stops the domain.",
        fix='cluster_config={"instance_count": 3, "zone_awareness_enabled": True}, '
        'node_to_node_encryption={"enabled": True}',
        same_intent_as=("opensearch_service_domains_fault_tolerant_data_nodes",),
        aws_docs="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-multiaz.html",
        production=True,
    ),
    input_rule(
        "opensearch-domain-auto-software-update",
        must_be("softwareUpdateOptions.autoSoftwareUpdateEnabled", True),
        types=("aws:opensearch/domain:Domain",),
        concern="operations",
        severity="low",
        title="OpenSearch domain does not install service software updates",
        risk="Known faults and vulnerabilities stay open until an operator acts.",
        fix='software_update_options={"auto_software_update_enabled": True}',
        same_intent_as=(
            "opensearch_service_domains_updated_to_the_latest_service_software_version",
        ),
        aws_docs="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/service-software.html",
        production=True,
    ),
    input_rule(
        "opensearch-domain-no-internal-user-database",
        must_not_be("advancedSecurityOptions.internalUserDatabaseEnabled", True, expected=False),
        types=("aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"),
        concern="security",
        severity="low",
        title="OpenSearch domain keeps users in its own database",
        risk="Passwords are managed outside of IAM and the identity provider.",
        fix='advanced_security_options={"internal_user_database_enabled": False, ...}',
        same_intent_as=("opensearch_service_domains_internal_user_database_enabled",),
        aws_docs="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/fgac.html",
        regulated=True,
    ),
)
