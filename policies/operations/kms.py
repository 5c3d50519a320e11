"""What keeps keys at work."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.tokens import KEY
from policies.reading.values import refuse
from policies.rule import resource_rule


@resource_rule(
    types=(KEY,),
    concern="operations",
    severity="medium",
    fix="is_enabled=True",
    same_intent_as=("CKV_AWS_227",),
    url="https://docs.aws.amazon.com/kms/latest/developerguide/enabling-keys.html",
)
def key_enabled(key: Resource) -> Iterator[Finding]:
    """A key is on: what it has encrypted cannot be read while it is off."""
    yield from refuse(key, "isEnabled", False, wanted=True)
