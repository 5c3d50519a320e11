"""What lets the machines of a group be told apart."""

from collections.abc import Iterator

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.stack import Stack
from policies.reading.tokens import GROUP
from policies.reading.values import any_of, found, given, not_
from policies.rule import stack_rule

TAG = "aws:autoscaling/tag:Tag"


@stack_rule(
    types=(GROUP,),
    concern="operations",
    severity="low",
    fix='tags=[{"key": "workload", "value": ..., "propagate_at_launch": True}]',
    same_intent_as=("CKV_AWS_153",),
    url="https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html",
)
def group_tags_its_machines(group: Resource, stack: Stack) -> Iterator[Finding]:
    """A group has tags: its machines have no name, and the provider's own do not reach them."""
    apart = stack.attached(group, "autoscalingGroupName", TAG)
    tagged = any_of([given(group, "tags"), bool(apart.found), *[UNKNOWN for _ in apart.open]])
    yield from found(not_(tagged), group, "tags", "tags that are handed on")
