"""What tells who searched for what, and what was slow."""

from collections.abc import Iterator

from costing.graph import Resource, at
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.tokens import DOMAINS
from policies.reading.values import Truth, all_of, any_of, blocks, equal, found, is_open, not_
from policies.rule import resource_rule

GUIDE = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide"
LOGS = "logPublishingOptions"


@resource_rule(
    types=DOMAINS,
    concern="operations",
    severity="medium",
    fix='log_publishing_options=[{"log_type": "ES_APPLICATION_LOGS", ...}]',
    same_intent_as=("CKV_AWS_84",),
    url=f"{GUIDE}/createdomain-configure-slow-logs.html",
)
def search_logs(domain: Resource) -> Iterator[Finding]:
    """A domain logs its errors, or what was slow."""
    kept = any_of(is_on(each) for each in blocks(domain, LOGS))
    yield from found(not_(kept), domain, LOGS, "a log")


@resource_rule(
    types=DOMAINS,
    concern="operations",
    severity="low",
    fix='log_publishing_options=[{"log_type": "AUDIT_LOGS", ...}]',
    same_intent_as=("CKV_AWS_317",),
    url=f"{GUIDE}/audit-logs.html",
)
def search_audited(domain: Resource) -> Iterator[Finding]:
    """A domain says who searched for what."""
    kept = any_of(
        all_of([is_on(each), equal(at(each, "logType"), "AUDIT_LOGS")])
        for each in blocks(domain, LOGS)
    )
    yield from found(not_(kept), domain, LOGS, "AUDIT_LOGS among them")


def is_on(option: object) -> Truth:
    if is_open(option):
        return UNKNOWN
    return not_(equal(at(option, "enabled"), option=False))
