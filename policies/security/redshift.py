"""What keeps a warehouse's content from being read."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.parameters import is_on, setting
from policies.reading.tokens import WAREHOUSE
from policies.reading.values import found, given, not_, refuse
from policies.rule import resource_rule

GUIDE = "https://docs.aws.amazon.com/redshift/latest/mgmt"
PARAMETER_GROUP = "aws:redshift/parameterGroup:ParameterGroup"


@resource_rule(
    types=(WAREHOUSE,),
    concern="security",
    severity="critical",
    fix="encrypted=True",
    same_intent_as=("CKV_AWS_64",),
    url=f"{GUIDE}/working-with-db-encryption.html",
)
def warehouse_encrypted(cluster: Resource) -> Iterator[Finding]:
    """A warehouse is encrypted at rest, as it is unless a program says no."""
    yield from refuse(cluster, "encrypted", False, wanted=True)


@resource_rule(
    types=(WAREHOUSE, "aws:redshiftserverless/workgroup:Workgroup"),
    concern="security",
    severity="critical",
    fix="publicly_accessible=False",
    same_intent_as=("CKV_AWS_87",),
    url=f"{GUIDE}/managing-clusters-vpc.html",
)
def warehouse_not_public(cluster: Resource) -> Iterator[Finding]:
    """A warehouse has no public address."""
    yield from refuse(cluster, "publiclyAccessible", True, wanted=False)


@resource_rule(
    types=(WAREHOUSE,),
    concern="security",
    severity="medium",
    fix="cluster_subnet_group_name=group.name",
    same_intent_as=("CKV_AWS_154",),
    url=f"{GUIDE}/managing-cluster-subnet-groups.html",
)
def warehouse_in_vpc(cluster: Resource) -> Iterator[Finding]:
    """A warehouse is in subnets of ours, not where AWS puts what names none."""
    path = "clusterSubnetGroupName"
    yield from found(not_(given(cluster, path)), cluster, path, "subnets of ours")


@resource_rule(
    types=(PARAMETER_GROUP,),
    concern="security",
    severity="medium",
    fix='parameters=[{"name": "require_ssl", "value": "true"}]',
    same_intent_as=("CKV_AWS_105",),
    url=f"{GUIDE}/connecting-ssl-support.html",
)
def warehouse_refuses_plain_clients(group: Resource) -> Iterator[Finding]:
    """A warehouse takes no client that does not speak TLS."""
    forced = is_on(setting(group, "require_ssl"))
    because = "parameters do not set require_ssl"
    yield from found(not_(forced), group, "parameters", "require_ssl = true", because=because)
