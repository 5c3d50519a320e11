"""What keeps keys fresh, and in the hands they were made for."""

from collections.abc import Iterator

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.changes import put_at
from policies.reading.stack import Stack
from policies.reading.tokens import KEY
from policies.reading.values import all_of, any_of, equal, found, given, not_, read, stated
from policies.rule import resource_rule, stack_rule

GUIDE = "https://docs.aws.amazon.com/kms/latest/developerguide"
KEY_POLICY = "aws:kms/keyPolicy:KeyPolicy"


@resource_rule(
    types=(KEY,),
    concern="security",
    severity="high",
    fix="enable_key_rotation=True",
    same_intent_as=("CKV_AWS_7",),
    url=f"{GUIDE}/rotate-keys.html",
    remedy=put_at("enableKeyRotation", value=True),
)
def key_rotates(key: Resource) -> Iterator[Finding]:
    """AWS renews a symmetric key's material every year, so that one leak is not for ever."""
    if stated(key, "customKeyStoreId"):
        return  # AWS cannot rotate what it does not hold
    spec = read(key, "customerMasterKeySpec", "SYMMETRIC_DEFAULT")
    idle = not_(equal(read(key, "enableKeyRotation"), option=True))
    broken = all_of([equal(spec, "SYMMETRIC_DEFAULT"), idle])
    yield from found(broken, key, "enableKeyRotation", wanted=True)


@stack_rule(
    types=(KEY,),
    concern="security",
    severity="low",
    fix="policy=..., or a kms.KeyPolicy for the key",
    same_intent_as=("CKV2_AWS_64",),
    url=f"{GUIDE}/key-policies.html",
)
def key_has_policy(key: Resource, stack: Stack) -> Iterator[Finding]:
    """A key says who may use it: AWS's default lets every policy of the account decide."""
    policies = stack.attached(key, "keyId", KEY_POLICY)
    own = any_of([given(key, "policy"), bool(policies.found)])
    if own is False and policies.open:
        own = UNKNOWN
    yield from found(not_(own), key, "policy", "a policy of its own")
