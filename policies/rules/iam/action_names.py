"""Rule for AWS IAM: names of actions."""

from collections.abc import Iterator
from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import Truth, found, is_partial, is_unknown
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.actions import is_action
from policies.engine.selectors.documents import listed
from policies.engine.selectors.permissions import IDENTITY_TYPES, granted


@resource_rule(
    types=IDENTITY_TYPES,
    concern="operations",
    severity="medium",
    title="IAM policy names an action that AWS does not list",
    risk=(
        "The statement has no effect for this action: the principal is refused what it needs, or "
        "a denial protects nothing."
    ),
    fix='"Action": the name of the action as the Service Authorization Reference lists it',
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/service-authorization/latest/reference/"
    "reference_policies_actions-resources-contextkeys.html",
)
def iam_policy_action_unknown(identity: Resource) -> Iterator[Finding]:
    for statement in granted(identity):
        for key in ("Action", "NotAction"):
            for action in listed(statement.content.get(key)):
                yield from found(
                    is_misnamed(action),
                    identity,
                    f"{statement.path}.{key}",
                    "an action of the Service Authorization Reference",
                    actual=action,
                )


def is_misnamed(action: Any) -> Truth:  # noqa: ANN401 (an element of a JSON document)
    if is_unknown(action) or is_partial(action):
        return UNKNOWN
    return not is_action(str(action))


RULES: tuple[Rule, ...] = (iam_policy_action_unknown,)
