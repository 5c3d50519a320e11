"""Rules for Amazon EKS: administrators of a cluster."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import require
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.tokens import EKS_CLUSTER


@resource_rule(
    types=(EKS_CLUSTER,),
    concern="security",
    severity="low",
    title="EKS cluster makes the principal that created it an administrator",
    risk="The deployment role, or a person, keeps full access that no access entry shows.",
    fix='access_config={"bootstrap_cluster_creator_admin_permissions": False, ...}, and an '
    "eks.AccessEntry for the administrators",
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html",
    regulated=True,
)
def eks_cluster_no_creator_administrator(cluster: Resource) -> Iterator[Finding]:
    path = "accessConfig.bootstrapClusterCreatorAdminPermissions"
    yield from require(cluster, path, False, default=True)


RULES: tuple[Rule, ...] = (eks_cluster_no_creator_administrator,)
