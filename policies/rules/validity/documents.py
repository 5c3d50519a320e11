"""Rules for policy documents: sizes that IAM and other services refuse."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import Truth, all_of, found, items, read
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.tokens import ROLE
from policies.engine.stack import Stack
from policies.validity.documents import (
    INLINE,
    QUOTAS,
    SIZE_LIMITS,
    has_limit,
    has_unknown_parts,
    size_of,
)
from policies.validity.values import is_output

FAILS = "The deployment fails when it attaches the policy, and may stop half done."


@resource_rule(
    types=tuple(SIZE_LIMITS),
    concern="validity",
    severity="critical",
    title="AWS policy document is larger than the service accepts",
    risk=FAILS,
    fix="Split the policy, or use wildcards in the names of actions and resources.",
    same_intent_as=(),
    aws_docs=QUOTAS,
)
def aws_policy_size(resource: Resource) -> Iterator[Finding]:
    limit = SIZE_LIMITS[resource.type]
    applies = has_limit(resource)
    yield from too_large(resource, limit.input, limit.largest, limit.unit, applies=applies)


@resource_rule(
    types=(ROLE,),
    concern="validity",
    severity="medium",
    title="IAM trust policy is larger than the default quota allows",
    risk="The deployment fails, unless the account's quota has been raised.",
    fix="Name fewer principals, use conditions, or request a higher quota.",
    same_intent_as=(),
    aws_docs=QUOTAS,
    settings={"characters": "size in characters, without whitespace, that the quota allows"},
)
def iam_trust_policy_size(role: Resource, *, characters: int = 2048) -> Iterator[Finding]:
    yield from too_large(role, "assumeRolePolicy", characters, "characters")


@stack_rule(
    types=tuple(INLINE),
    concern="validity",
    severity="critical",
    title="IAM inline policies of a role, user or group are together larger than IAM accepts",
    risk=FAILS,
    fix="Move statements to managed policies.",
    same_intent_as=(),
    aws_docs=QUOTAS,
)
def iam_inline_policies_size(owner: Resource, stack: Stack) -> Iterator[Finding]:
    kind, link, largest = INLINE[owner.type]
    attached = stack.attached(owner, link, kind).found
    own = (
        [(owner, path) for path, _ in items(owner, "inlinePolicies")] if owner.type == ROLE else []
    )
    documents = [(each, "policy") for each in attached] + [
        (each, f"{path}.policy") for each, path in own
    ]
    if len(documents) > 1:
        yield from together_too_large(owner, documents, largest)


def together_too_large(
    owner: Resource, documents: list[tuple[Resource, str]], largest: int
) -> Iterator[Finding]:
    sizes = [size_of(read(each, path), "characters") for each, path in documents]
    known = sum(size for size in sizes if isinstance(size, int))
    hidden = any(is_hidden(each, path) for each, path in documents)
    broken: Truth = True if known > largest else UNKNOWN if hidden else False
    because = f"{len(documents)} inline policies have {known:,} characters"
    yield from found(broken, owner, "", f"at most {largest:,}", actual=known, because=because)


def too_large(
    resource: Resource, path: str, largest: int, unit: str, *, applies: Truth = True
) -> Iterator[Finding]:
    size = size_of(read(resource, path), unit)
    too_many = isinstance(size, int) and size > largest
    broken: Truth = True if too_many else UNKNOWN if is_hidden(resource, path) else False
    broken = all_of((applies, broken))
    because = f"{path} has {size:,} {unit}" if too_many else None
    yield from found(broken, resource, path, f"at most {largest:,} {unit}", because=because)


def is_hidden(resource: Resource, path: str) -> bool:
    """Return whether a document has unknown parts that are no outputs of AWS resources."""
    document = read(resource, path)
    return has_unknown_parts(document) and not is_output(resource, path)


RULES: tuple[Rule, ...] = (aws_policy_size, iam_trust_policy_size, iam_inline_policies_size)
