"""What keeps a search domain answering when a zone is down."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.tokens import DOMAINS
from policies.reading.values import at_least, equal, found, not_, read, want
from policies.rule import resource_rule

GUIDE = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide"


@resource_rule(
    types=DOMAINS,
    concern="availability",
    severity="medium",
    fix="dedicated_master_enabled=True, dedicated_master_count=3, zone_awareness_enabled=True",
    same_intent_as=("CKV_AWS_318",),
    url=f"{GUIDE}/managedomains-dedicatedmasternodes.html",
    production=True,
)
def search_survives_a_zone(domain: Resource) -> Iterator[Finding]:
    """A domain has nodes in several zones, and three masters, two of which outvote a lost one."""
    block = "clusterConfig"
    yield from want(domain, f"{block}.zoneAwarenessEnabled", True)
    masters = f"{block}.dedicatedMasterCount"
    yield from found(not_(at_least(read(domain, masters, 0), 3)), domain, masters, "3 or more")
    enabled = f"{block}.dedicatedMasterEnabled"
    off = equal(read(domain, enabled), option=False)
    yield from found(off, domain, enabled, wanted=True)
