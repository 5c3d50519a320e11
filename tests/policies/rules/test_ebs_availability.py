from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.backups import SELECTION
from policies.engine.selectors.tokens import VOLUME
from tests.policies.row import Row, declare, findings, rule_of

DATA = declare(VOLUME, "data", {"tags": {"backup": "daily", "team": "ml"}})
OTHER = declare(VOLUME, "other")
DATABASE = declare("aws:rds/instance:Instance", "database")
EVERY_VOLUME = "arn:aws:ec2:*:*:volume/*"


def selected(**inputs: Any) -> list[Resource]:
    return [DATA, declare(SELECTION, "selection", inputs)]


def tag(value: Any, key: Any = "backup") -> dict[str, Any]:
    return {"type": "STRINGEQUALS", "key": key, "value": value}


def where(operator: str, value: Any, key: str = "aws:ResourceTag/backup") -> list[Resource]:
    return selected(resources=["*"], conditions=[{operator: [{"key": key, "value": value}]}])


STORED = declare(
    VOLUME, "data", id="vol-1", outputs={"arn": "arn:aws:ec2:us-east-1:123456789012:volume/vol-1"}
)

ROWS = [
    *(
        Row("ebs-volume-backup", None, stack)
        for stack in (
            selected(resources=[DATA]),
            selected(resources=["*"]),
            selected(resources=[EVERY_VOLUME]),
            selected(resources=["arn:aws:ec2:us-east-1:123456789012:volume/*"]),
            selected(resources=["arn:aws:rds:*:*:db:*"], selectionTags=[tag("daily")]),
            selected(selectionTags=[tag("hourly"), tag("daily")]),
            selected(),
            where("stringEquals", "daily"),
            where("stringLikes", "d*"),
            where("stringNotEquals", "never"),
            where("stringNotLikes", "n*", "aws:ResourceTag/absent"),
            [STORED, declare(SELECTION, "selection", {"resources": [STORED.outputs["arn"]]})],
        )
    ),
    *(
        Row("ebs-volume-backup", "violation", stack)
        for stack in (
            [DATA],
            [DATA, OTHER, declare(SELECTION, "selection", {"resources": [OTHER]})],
            [DATABASE, *selected(resources=[DATABASE])],
            selected(resources=["arn:aws:rds:*:*:db:*"]),
            selected(resources=["arn:aws:ec2:*:*:instance/*"]),
            selected(resources=["arn:aws:ec2:eu-west-1:*:volume/*"]),
            selected(resources=["arn:aws:ec2:us-east-1:123456789012:volume/vol-9"]),
            selected(resources=["*"], notResources=[EVERY_VOLUME]),
            selected(selectionTags=[tag("hourly")]),
            selected(selectionTags=[tag("daily", "absent")]),
            where("stringEquals", "hourly"),
            where("stringNotEquals", "daily"),
            where("stringNotLikes", "d*"),
        )
    ),
    *(
        Row("ebs-volume-backup", "unknown", stack)
        for stack in (
            selected(resources=UNKNOWN),
            selected(resources=[UNKNOWN]),
            selected(resources=["arn:aws:ec2:*:*:volume/vol-0*"]),
            selected(selectionTags=UNKNOWN),
            selected(selectionTags=[tag(UNKNOWN)]),
            where("stringEquals", UNKNOWN),
        )
    ),
]


def test_finding_names_volume_without_backup() -> None:
    [found] = findings(rule_of("ebs-volume-backup"), [DATA])

    assert (
        found.message
        == "no AWS Backup selection contains data; expected a backup.Selection that contains it"
    )
