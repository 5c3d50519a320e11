"""What keeps data when a program, or a hand, takes its resource away."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.tokens import BUCKETS, DATABASE, DATABASE_CLUSTER, FILE_SYSTEM, KEY, TABLE
from policies.reading.values import all_of, found, not_, one_of, read, refuse, stated
from policies.rule import resource_rule

STATEFUL = (
    *BUCKETS,
    DATABASE,
    DATABASE_CLUSTER,
    FILE_SYSTEM,
    KEY,
    TABLE,
    "aws:docdb/cluster:Cluster",
    "aws:fsx/lustreFileSystem:LustreFileSystem",
    "aws:fsx/ontapFileSystem:OntapFileSystem",
    "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
    "aws:fsx/windowsFileSystem:WindowsFileSystem",
    "aws:memorydb/cluster:Cluster",
    "aws:msk/cluster:Cluster",
    "aws:neptune/cluster:Cluster",
    "aws:opensearch/domain:Domain",
    "aws:redshift/cluster:Cluster",
)
SCRATCH = ("SCRATCH_1", "SCRATCH_2")
FORCES = {
    **dict.fromkeys(BUCKETS, "forceDestroy"),
    "aws:s3/directoryBucket:DirectoryBucket": "forceDestroy",
    "aws:backup/vault:Vault": "forceDestroy",
    "aws:ecr/repository:Repository": "forceDelete",
    "aws:ecrpublic/repository:Repository": "forceDestroy",
}


@resource_rule(
    types=STATEFUL,
    concern="availability",
    severity="medium",
    fix="opts=ResourceOptions(protect=True)",
    same_intent_as=(),
    url="https://www.pulumi.com/docs/iac/concepts/resources/options/protect/",
    production=True,
)
def stateful_resource_protected(resource: Resource) -> Iterator[Finding]:
    """Pulumi refuses to delete or replace what holds data, whatever the program has become."""
    if stated(resource, "replicateSourceDb"):
        return  # a copy
    kept = not_(one_of(read(resource, "deploymentType"), SCRATCH))  # AWS itself keeps nothing of it
    broken = all_of([not resource.protect, kept])
    because = "the option protect is not set"
    yield from found(broken, resource, "protect", wanted=True, actual=False, because=because)


@resource_rule(
    types=tuple(FORCES),
    concern="availability",
    severity="high",
    fix="leave force_destroy (force_delete) out",
    same_intent_as=(),
    url="https://docs.aws.amazon.com/AmazonS3/latest/userguide/delete-bucket.html",
    production=True,
)
def no_force_destroy(store: Resource) -> Iterator[Finding]:
    """What holds data is emptied on purpose before it is deleted, never by the deletion itself."""
    yield from refuse(store, FORCES[store.type], True, wanted=False)
