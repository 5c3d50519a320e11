"""What keeps a warehouse current, and tells what it was asked."""

from collections.abc import Iterator

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.stack import Stack
from policies.reading.tokens import WAREHOUSE
from policies.reading.values import any_of, equal, found, not_, read, refuse
from policies.rule import resource_rule, stack_rule

LOGGING = "aws:redshift/logging:Logging"


@resource_rule(
    types=(WAREHOUSE,),
    concern="operations",
    severity="low",
    fix="allow_version_upgrade=True",
    same_intent_as=("CKV_AWS_141",),
    url="https://docs.aws.amazon.com/redshift/latest/mgmt/managing-cluster-considerations.html",
)
def warehouse_takes_versions(cluster: Resource) -> Iterator[Finding]:
    """A warehouse gets its engine's fixes by itself."""
    yield from refuse(cluster, "allowVersionUpgrade", False, wanted=True)


@stack_rule(
    types=(WAREHOUSE,),
    concern="operations",
    severity="medium",
    fix="redshift.Logging(cluster_identifier=cluster.id, ...)",
    same_intent_as=("CKV_AWS_71",),
    url="https://docs.aws.amazon.com/redshift/latest/mgmt/db-auditing.html",
)
def warehouse_audited(cluster: Resource, stack: Stack) -> Iterator[Finding]:
    """A warehouse says who signed in and what they asked."""
    logs = stack.attached(cluster, "clusterIdentifier", LOGGING)
    inline = equal(read(cluster, "logging.enable"), option=True)  # before the provider's version 7
    kept = any_of([inline, bool(logs.found), UNKNOWN if logs.open else False])
    because = f"nothing logs what {cluster.name} is asked"
    yield from found(not_(kept), cluster, "", "a log", because=because)
