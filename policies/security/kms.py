"""What keeps keys fresh."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.tokens import KEY
from policies.reading.values import all_of, equal, found, not_, read, stated
from policies.rule import resource_rule


@resource_rule(
    types=(KEY,),
    concern="security",
    severity="high",
    fix="enable_key_rotation=True",
    same_intent_as=("CKV_AWS_7",),
    url="https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
)
def key_rotates(key: Resource) -> Iterator[Finding]:
    """AWS renews a symmetric key's material every year, so that one leak is not for ever."""
    if stated(key, "customKeyStoreId"):
        return  # AWS cannot rotate what it does not hold
    spec = read(key, "customerMasterKeySpec", "SYMMETRIC_DEFAULT")
    idle = not_(equal(read(key, "enableKeyRotation"), option=True))
    broken = all_of([equal(spec, "SYMMETRIC_DEFAULT"), idle])
    yield from found(broken, key, "enableKeyRotation", wanted=True)
