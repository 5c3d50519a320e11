"""Rules for Amazon Redshift."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    all_of,
    any_of,
    equal,
    found,
    given,
    not_,
    read,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.parameters import is_on, setting
from policies.engine.selectors.tokens import WAREHOUSE
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import (
    input_is,
    input_rule,
    must_be,
    must_be_given,
    must_not_be,
)

GUIDE = "https://docs.aws.amazon.com/redshift/latest/mgmt"
PARAMETER_GROUP = "aws:redshift/parameterGroup:ParameterGroup"
LOGGING = "aws:redshift/logging:Logging"


@resource_rule(
    types=(PARAMETER_GROUP,),
    concern="security",
    severity="medium",
    title="Redshift cluster accepts connections without TLS",
    risk="Passwords and data can be read in transit.",
    fix='parameters=[{"name": "require_ssl", "value": "true"}]',
    same_intent_as=("CKV_AWS_105",),
    aws_docs=f"{GUIDE}/connecting-ssl-support.html",
)
def redshift_parameter_group_ssl_required(group: Resource) -> Iterator[Finding]:
    forced = is_on(setting(group, "require_ssl"))
    because = "the parameter require_ssl is not set"
    yield from found(not_(forced), group, "parameters", "require_ssl = true", because=because)


@stack_rule(
    types=(WAREHOUSE,),
    concern="operations",
    severity="medium",
    title="Redshift cluster has no audit logging",
    risk="Logins and queries are not recorded.",
    fix="redshift.Logging(cluster_identifier=cluster.id, ...)",
    same_intent_as=("CKV_AWS_71",),
    aws_docs="https://docs.aws.amazon.com/redshift/latest/mgmt/db-auditing.html",
)
def redshift_cluster_audit_logging(cluster: Resource, stack: Stack) -> Iterator[Finding]:
    logs = stack.attached(cluster, "clusterIdentifier", LOGGING)
    inline = equal(read(cluster, "logging.enable"), option=True)  # provider version 6 and older
    kept = any_of([inline, bool(logs.found), UNKNOWN if logs.unknown else False])
    because = f"no redshift.Logging is configured for {cluster.name}"
    yield from found(not_(kept), cluster, "", "a logging destination", because=because)


@resource_rule(
    types=("aws:redshift/cluster:Cluster",),
    concern="security",
    severity="low",
    title="Redshift cluster has the default database name",
    risk="The name of the database is known to attackers.",
    fix='database_name="sales"',
    same_intent_as=("CKV_AWS_320", "redshift_cluster_non_default_database_name"),
    aws_docs="https://docs.aws.amazon.com/redshift/latest/mgmt/managing-clusters-console.html",
    regulated=True,
)
def redshift_custom_database_name(resource: Resource) -> Iterator[Finding]:
    path = "databaseName"
    restored = given(resource, "snapshotIdentifier")
    default = equal(read(resource, path, "dev"), "dev")
    yield from found(all_of([not_(restored), default]), resource, path, "another name than dev")


RULES: tuple[Rule, ...] = (
    input_rule(
        "redshift-cluster-encrypted",
        must_not_be("encrypted", False, expected=True),
        types=(WAREHOUSE,),
        concern="security",
        severity="critical",
        title="Redshift cluster is not encrypted",
        risk="Data and snapshots are stored in plain text.",
        fix="encrypted=True",
        same_intent_as=("CKV_AWS_64",),
        aws_docs=f"{GUIDE}/working-with-db-encryption.html",
    ),
    input_rule(
        "redshift-not-publicly-accessible",
        must_not_be("publiclyAccessible", True, expected=False),
        types=(WAREHOUSE, "aws:redshiftserverless/workgroup:Workgroup"),
        concern="security",
        severity="critical",
        title="Redshift cluster or workgroup is publicly accessible",
        risk="Anyone on the internet can try passwords and exploits against the warehouse.",
        fix="publicly_accessible=False",
        same_intent_as=("CKV_AWS_87",),
        aws_docs=f"{GUIDE}/managing-clusters-vpc.html",
    ),
    input_rule(
        "redshift-cluster-subnet-group",
        must_be_given("clusterSubnetGroupName", "subnets of a VPC"),
        types=(WAREHOUSE,),
        concern="security",
        severity="medium",
        title="Redshift cluster has no subnet group of its own",
        risk="The cluster runs in the default VPC, whose subnets are public.",
        fix="cluster_subnet_group_name=group.name",
        same_intent_as=("CKV_AWS_154",),
        aws_docs=f"{GUIDE}/managing-cluster-subnet-groups.html",
    ),
    redshift_parameter_group_ssl_required,
    input_rule(
        "redshift-cluster-automated-snapshots",
        must_not_be("automatedSnapshotRetentionPeriod", 0, expected="at least 1 day"),
        types=(WAREHOUSE,),
        concern="availability",
        severity="high",
        title="Redshift cluster has no automated snapshots",
        risk="Data cannot be restored.",
        fix="automated_snapshot_retention_period=7",
        same_intent_as=("CKV_AWS_343",),
        aws_docs="https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-snapshots.html",
    ),
    input_rule(
        "redshift-cluster-version-upgrade",
        must_not_be("allowVersionUpgrade", False, expected=True),
        types=(WAREHOUSE,),
        concern="operations",
        severity="low",
        title="Redshift cluster does not take version upgrades",
        risk="The engine stays without security patches.",
        fix="allow_version_upgrade=True",
        same_intent_as=("CKV_AWS_141",),
        aws_docs="https://docs.aws.amazon.com/redshift/latest/mgmt/managing-cluster-considerations.html",
    ),
    redshift_cluster_audit_logging,
    input_rule(
        "redshift-enhanced-vpc-routing",
        must_be("enhancedVpcRouting", True),
        types=("aws:redshift/cluster:Cluster",),
        concern="security",
        severity="medium",
        title="Redshift cluster does not use enhanced VPC routing",
        risk="COPY and UNLOAD traffic leaves through the internet, outside of flow logs and "
        "endpoints.",
        fix="enhanced_vpc_routing=True",
        same_intent_as=("CKV_AWS_321", "redshift_cluster_enhanced_vpc_routing"),
        aws_docs="https://docs.aws.amazon.com/redshift/latest/mgmt/enhanced-vpc-routing.html",
    ),
    input_rule(
        "redshift-custom-administrator-name",
        must_not_be("masterUsername", "awsuser", expected="a name that cannot be guessed"),
        types=("aws:redshift/cluster:Cluster",),
        concern="security",
        severity="low",
        title="Redshift cluster has the default administrator name",
        risk="One half of the credentials is known to attackers.",
        fix='master_username="platform_owner"',
        same_intent_as=("redshift_cluster_non_default_username",),
        aws_docs="https://docs.aws.amazon.com/redshift/latest/mgmt/managing-clusters-console.html",
        production=True,
    ),
    redshift_custom_database_name,
    input_rule(
        "redshift-common-administrator-not-public",
        must_not_be(
            "publiclyAccessible",
            True,
            expected=False,
            when=input_is("masterUsername", "awsuser", "administrator", "admin"),
        ),
        types=("aws:redshift/cluster:Cluster",),
        concern="security",
        severity="high",
        title="Redshift cluster with a well-known administrator name may be public",
        risk="Passwords of the administrator can be guessed from the internet.",
        fix='publicly_accessible=False, master_username="platform_owner"',
        same_intent_as=("CKV_AWS_391",),
        aws_docs="https://docs.aws.amazon.com/redshift/latest/mgmt/managing-clusters-vpc.html",
    ),
    input_rule(
        "redshift-cluster-multi-az",
        must_be("multiAz", True),
        types=("aws:redshift/cluster:Cluster",),
        concern="availability",
        severity="medium",
        title="Redshift cluster is in a single zone",
        risk="The loss of the zone stops the warehouse.",
        fix="multi_az=True, with an RA3 node type",
        same_intent_as=("redshift_cluster_multi_az_enabled",),
        aws_docs="https://docs.aws.amazon.com/redshift/latest/mgmt/managing-cluster-multi-az.html",
        regulated=True,
    ),
)
