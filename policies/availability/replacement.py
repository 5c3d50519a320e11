"""What keeps a replacement, or a deletion, from being an outage."""

import re
from collections.abc import Iterator

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.tokens import (
    CLUSTER_INSTANCE,
    DATABASE,
    DATABASE_CLUSTER,
    GROUP,
    LOAD_BALANCERS,
    TARGET_GROUPS,
)
from policies.reading.values import Truth, found, is_open, not_, read, stated, want
from policies.rule import resource_rule

# Where the physical name is, of what cannot be there twice under one name.
NAMED = {
    **dict.fromkeys((*LOAD_BALANCERS, *TARGET_GROUPS, GROUP), "name"),
    DATABASE: "identifier",
    DATABASE_CLUSTER: "clusterIdentifier",
    CLUSTER_INSTANCE: "identifier",
}
SHORTEST = 8  # letters of a logical name that a physical one keeps, where its length is bounded
SUFFIX = re.compile(r"-[0-9a-f]{7}$")  # of the names that Pulumi makes


@resource_rule(
    types=tuple(NAMED),
    concern="availability",
    severity="low",
    fix="leave delete_before_replace and the physical name out",
    same_intent_as=(),
    url="https://www.pulumi.com/docs/iac/concepts/resources/options/deletebeforereplace/",
    production=True,
)
def replacement_before_deletion(resource: Resource) -> Iterator[Finding]:
    """What requests pass through is there again before the old one goes.

    A fixed name lets Pulumi make the new one only once the old one is deleted.
    """
    because = "the option delete_before_replace is set"
    broken = resource.delete_before_replace
    yield from found(broken, resource, "deleteBeforeReplace", False, actual=True, because=because)
    path = NAMED[resource.type]
    if not broken and stated(resource, path):
        fixed = not_(is_made(resource, read(resource, path)))
        yield from found(fixed, resource, path, "a name that Pulumi makes")


def is_made(resource: Resource, name: object) -> Truth:
    """Whether Pulumi made the name: a state and the engine have it among the inputs."""
    if is_open(name):
        return UNKNOWN
    return bool(SUFFIX.search(str(name))) and str(name).startswith(resource.name[:SHORTEST])


@resource_rule(
    types=(DATABASE,),
    concern="availability",
    severity="medium",
    fix="delete_automated_backups=False",
    same_intent_as=(),
    url="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html",
    production=True,
)
def automated_backups_outlive_the_database(database: Resource) -> Iterator[Finding]:
    """The automated backups of a database that is deleted are kept until their time is over."""
    if not stated(database, "replicateSourceDb"):
        yield from want(database, "deleteAutomatedBackups", False, default=True)
