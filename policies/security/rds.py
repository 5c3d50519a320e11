"""What keeps a database's content from being read."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.tokens import DATABASE, DATABASE_CLUSTER
from policies.reading.values import all_of, equal, found, not_, read, stated
from policies.rule import resource_rule


@resource_rule(
    types=(DATABASE, DATABASE_CLUSTER),
    concern="security",
    severity="high",
    fix="storage_encrypted=True",
    same_intent_as=("CKV_AWS_16", "CKV_AWS_96"),
    url="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html",
)
def database_encrypted(database: Resource) -> Iterator[Finding]:
    """A database is encrypted at rest, so that a lost volume or snapshot tells nothing."""
    if stated(database, "replicateSourceDb"):
        return  # a replica is encrypted where its source is
    serverless = equal(read(database, "engineMode"), "serverless")  # always encrypted
    plain = not_(equal(read(database, "storageEncrypted"), option=True))
    yield from found(all_of([plain, not_(serverless)]), database, "storageEncrypted", wanted=True)
