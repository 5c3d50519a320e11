"""What keeps the answers that an interface keeps from being read."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.values import want
from policies.rule import resource_rule

PAGE = "https://docs.aws.amazon.com/appsync/latest/devguide/enabling-caching.html"
CACHE = "aws:appsync/apiCache:ApiCache"


@resource_rule(
    types=(CACHE,),
    concern="security",
    severity="medium",
    fix="at_rest_encryption_enabled=True",
    same_intent_as=("CKV_AWS_214",),
    url=PAGE,
)
def api_cache_encrypted_at_rest(cache: Resource) -> Iterator[Finding]:
    """What an interface's cache keeps is encrypted."""
    yield from want(cache, "atRestEncryptionEnabled", True)


@resource_rule(
    types=(CACHE,),
    concern="security",
    severity="medium",
    fix="transit_encryption_enabled=True",
    same_intent_as=("CKV_AWS_215",),
    url=PAGE,
)
def api_cache_encrypted_in_transit(cache: Resource) -> Iterator[Finding]:
    """An interface talks to its cache encrypted."""
    yield from want(cache, "transitEncryptionEnabled", True)
