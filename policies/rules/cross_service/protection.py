"""Rules for several AWS services: protection."""

import re
from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.fix_forms import argument
from policies.engine.logic import (
    Truth,
    all_of,
    equal,
    found,
    is_set,
    is_unknown,
    not_,
    one_of,
    read,
)
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.tokens import (
    BACKUP_VAULT,
    BUCKET,
    CLUSTER_INSTANCE,
    DATABASE,
    DATABASE_CLUSTER,
    DOCDB_CLUSTER,
    DOMAIN,
    FILE_SYSTEM,
    FSX_LUSTRE_FILE_SYSTEM,
    FSX_ONTAP_FILE_SYSTEM,
    FSX_OPENZFS_FILE_SYSTEM,
    FSX_WINDOWS_FILE_SYSTEM,
    GROUP,
    KAFKA_CLUSTER,
    KEY,
    LOAD_BALANCER,
    MEMORYDB_CLUSTER,
    NEPTUNE_CLUSTER,
    REPOSITORY,
    SCRATCH,
    TABLE,
    TARGET_GROUP,
    WAREHOUSE,
)

# Type → input with a physical name that must be unique.
NAMED = {
    **dict.fromkeys((LOAD_BALANCER, TARGET_GROUP, GROUP), "name"),
    DATABASE: "identifier",
    DATABASE_CLUSTER: "clusterIdentifier",
    CLUSTER_INSTANCE: "identifier",
}
SHORTEST = 8  # minimum letters of the logical name in a shortened physical name
SUFFIX = re.compile(r"-[0-9a-f]{7}$")  # of auto-generated names
STATEFUL = (
    BUCKET,
    DATABASE,
    DATABASE_CLUSTER,
    FILE_SYSTEM,
    KEY,
    TABLE,
    DOCDB_CLUSTER,
    FSX_LUSTRE_FILE_SYSTEM,
    FSX_ONTAP_FILE_SYSTEM,
    FSX_OPENZFS_FILE_SYSTEM,
    FSX_WINDOWS_FILE_SYSTEM,
    MEMORYDB_CLUSTER,
    KAFKA_CLUSTER,
    NEPTUNE_CLUSTER,
    DOMAIN,
    WAREHOUSE,
)
FORCES = {
    BUCKET: "forceDestroy",
    "aws:s3/directoryBucket:DirectoryBucket": "forceDestroy",
    BACKUP_VAULT: "forceDestroy",
    REPOSITORY: "forceDelete",
    "aws:ecrpublic/repository:Repository": "forceDestroy",
}


@resource_rule(
    types=tuple(NAMED),
    concern="availability",
    severity="low",
    title="Serving resource such as an ELB load balancer is deleted before its replacement exists",
    risk=("Requests fail while the resource is missing. A fixed physical name forces this order."),
    fix="remove delete_before_replace and the fixed physical name",
    aws_docs="https://www.pulumi.com/docs/iac/concepts/resources/options/deletebeforereplace/",
    production=True,
)
def resource_create_before_delete(resource: Resource) -> Iterator[Finding]:
    because = "the resource option delete_before_replace is set"
    broken = resource.delete_before_replace
    yield from found(broken, resource, "deleteBeforeReplace", False, actual=True, because=because)
    path = NAMED[resource.type]
    if not broken and is_set(resource, path):
        fixed = not_(is_made(resource, read(resource, path)))
        yield from found(fixed, resource, path, "an auto-generated name")


def is_made(resource: Resource, name: object) -> Truth:
    """Return whether Pulumi generated the name, which a state and the engine list as an input."""
    if is_unknown(name):
        return UNKNOWN
    return bool(SUFFIX.search(str(name))) and str(name).startswith(resource.name[:SHORTEST])


@resource_rule(
    types=STATEFUL,
    concern="availability",
    severity="medium",
    title="Resource with data (S3, RDS, DynamoDB, EFS) is not protected in Pulumi",
    risk="A changed program can delete or replace the resource together with its data.",
    fix="opts=ResourceOptions(protect=True)",
    aws_docs="https://www.pulumi.com/docs/iac/concepts/resources/options/protect/",
    production=True,
)
def resource_pulumi_protect(resource: Resource) -> Iterator[Finding]:
    if is_set(resource, "replicateSourceDb"):
        return  # a replica
    kept = not_(
        one_of(read(resource, "deploymentType"), SCRATCH)
    )  # AWS keeps no copy of scratch file systems
    broken = all_of([not resource.protect, kept])
    because = "the resource option protect is not set"
    yield from found(broken, resource, "protect", expected=True, actual=False, because=because)


@resource_rule(
    types=tuple(FORCES),
    concern="availability",
    severity="high",
    title="S3 bucket or ECR repository is deleted together with its content",
    risk="Removing the resource from the program deletes all objects or images at once.",
    fix="force_destroy=False (force_delete=False on a repository)",
    aws_docs="https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-bucket.html",
    production=True,
)
def resource_no_force_destroy(store: Resource) -> Iterator[Finding]:
    path = FORCES[store.type]
    forced = equal(read(store, path), option=True)
    yield from found(forced, store, path, expected=False, fix=f"{argument(path)}=False")


RULES: tuple[Rule, ...] = (
    resource_create_before_delete,
    resource_pulumi_protect,
    resource_no_force_destroy,
)
