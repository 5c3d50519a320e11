"""Rules for kms."""

from collections.abc import Iterator

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import all_of, any_of, equal, found, given, not_, read, refuse, stated
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.changes import put_at
from policies.engine.selectors.tokens import KEY
from policies.engine.stack import Stack

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
def kms_key_rotation(key: Resource) -> Iterator[Finding]:
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
def kms_key_explicit_policy(key: Resource, stack: Stack) -> Iterator[Finding]:
    """A key says who may use it: AWS's default lets every policy of the account decide."""
    policies = stack.attached(key, "keyId", KEY_POLICY)
    own = any_of([given(key, "policy"), bool(policies.found)])
    if own is False and policies.open:
        own = UNKNOWN
    yield from found(not_(own), key, "policy", "a policy of its own")


@resource_rule(
    types=(KEY,),
    concern="operations",
    severity="medium",
    fix="is_enabled=True",
    same_intent_as=("CKV_AWS_227",),
    url="https://docs.aws.amazon.com/kms/latest/developerguide/enabling-keys.html",
)
def kms_key_enabled(key: Resource) -> Iterator[Finding]:
    """A key is on: what it has encrypted cannot be read while it is off."""
    yield from refuse(key, "isEnabled", False, wanted=True)


RULES: tuple[Rule, ...] = (
    kms_key_rotation,
    kms_key_explicit_policy,
    kms_key_enabled,
)
