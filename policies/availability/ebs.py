"""What keeps what is on a volume from being lost."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.backups import backed_up
from policies.reading.stack import Stack
from policies.reading.tokens import VOLUME
from policies.reading.values import found, not_
from policies.rule import stack_rule


@stack_rule(
    types=(VOLUME,),
    concern="availability",
    severity="medium",
    fix="backup.Selection(resources=[volume.arn]), or a tag that a selection takes",
    same_intent_as=("CKV2_AWS_9",),
    url="https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html",
    production=True,
)
def volume_backed_up(volume: Resource, stack: Stack) -> Iterator[Finding]:
    """A volume has copies: it lies in one zone, and a disk fails now and then."""
    because = f"no backup selection takes {volume.name}"
    yield from found(
        not_(backed_up(stack, volume)), volume, "", "a backup.Selection of it", because=because
    )
