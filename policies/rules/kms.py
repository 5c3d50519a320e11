"""Rules for AWS KMS."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import all_of, any_of, equal, found, given, is_set, not_, read
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.changes import put_at
from policies.engine.selectors.tokens import KEY, KMS_KEY_POLICY
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import input_rule, must_not_be

GUIDE = "https://docs.aws.amazon.com/kms/latest/developerguide"
KEY_POLICY = KMS_KEY_POLICY


@resource_rule(
    types=(KEY,),
    concern="security",
    severity="high",
    title="KMS key has no automatic rotation",
    risk="A leaked key stays usable for all past and future data.",
    fix="enable_key_rotation=True",
    same_intent_as=("CKV_AWS_7",),
    aws_docs=f"{GUIDE}/rotate-keys.html",
    remedy=put_at("enableKeyRotation", value=True),
)
def kms_key_rotation(key: Resource) -> Iterator[Finding]:
    if is_set(key, "customKeyStoreId"):
        return  # keys in a custom key store cannot be rotated
    spec = read(key, "customerMasterKeySpec", "SYMMETRIC_DEFAULT")
    idle = not_(equal(read(key, "enableKeyRotation"), option=True))
    broken = all_of([equal(spec, "SYMMETRIC_DEFAULT"), idle])
    yield from found(broken, key, "enableKeyRotation", expected=True)


@stack_rule(
    types=(KEY,),
    concern="security",
    severity="low",
    title="KMS key has no key policy of its own",
    risk=(
        "The default key policy delegates to IAM: any IAM policy of the account can grant access."
    ),
    fix="policy=..., or a kms.KeyPolicy for the key",
    same_intent_as=("CKV2_AWS_64",),
    aws_docs=f"{GUIDE}/key-policies.html",
)
def kms_key_explicit_policy(key: Resource, stack: Stack) -> Iterator[Finding]:
    policies = stack.attached(key, "keyId", KEY_POLICY)
    own = any_of([given(key, "policy"), bool(policies.found)])
    if own is False and policies.unknown:
        own = UNKNOWN
    yield from found(not_(own), key, "policy", "a key policy")


RULES: tuple[Rule, ...] = (
    kms_key_rotation,
    kms_key_explicit_policy,
    input_rule(
        "kms-key-enabled",
        must_not_be("isEnabled", False, expected=True),
        types=(KEY,),
        concern="operations",
        severity="medium",
        title="KMS key is disabled",
        risk="Data that is encrypted with the key cannot be read.",
        fix="is_enabled=True, or remove the argument",
        same_intent_as=("CKV_AWS_227",),
        aws_docs="https://docs.aws.amazon.com/kms/latest/developerguide/enabling-keys.html",
    ),
    input_rule(
        "kms-key-not-multi-region",
        must_not_be("multiRegion", True, expected=False),
        types=("aws:kms/key:Key",),
        concern="security",
        severity="low",
        title="KMS key is a multi-Region key",
        risk="The key material exists in several regions, whose policies differ.",
        fix="multi_region=False, where replication does not need it",
        same_intent_as=("kms_cmk_not_multi_region",),
        aws_docs="https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html",
        regulated=True,
    ),
    input_rule(
        "kms-key-policy-lockout-check",
        must_not_be("bypassPolicyLockoutSafetyCheck", True, expected=False),
        types=("aws:kms/key:Key",),
        concern="availability",
        severity="medium",
        title="KMS key policy is set without the lockout check",
        risk="A wrong policy makes the key and all data under it unusable.",
        fix="bypass_policy_lockout_safety_check=False",
        aws_docs="https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying.html",
    ),
)
