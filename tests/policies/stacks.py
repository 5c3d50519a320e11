"""A small stack with something wrong of every kind, for what a person reads."""

from datetime import date

from costing.graph.resource import Graph
from costing.model import UNKNOWN
from policies.engine.selectors.tokens import DATABASE, LAUNCH_TEMPLATE
from policies.engine.waivers import Waiver
from tests import graphs
from tests.policies.row import declare

TODAY = date(2026, 11, 24)
LOGS = "aws:cloudwatch/logGroup:LogGroup"


def waiver(rule: str, resource: str, expires: date = date(2027, 6, 30), **more: str) -> Waiver:
    specified = {"reason": "moves to Aurora in spring", "owner": "ml-platform", **more}
    return Waiver(rule=rule, resource=resource, expires=expires, **specified)


def stack() -> Graph:
    return graphs.graph(
        declare(
            DATABASE,
            "metadata",
            {
                "engine": "postgres",
                "multiAz": False,
                "storageEncrypted": UNKNOWN,
                "backupRetentionPeriod": 7,
                "storageType": "gp3",
            },
            position="infra/database.py:41",
        ),
        declare(LOGS, "audit|log", {"retentionInDays": 0}),
        declare(LAUNCH_TEMPLATE, "serving", {"metadataOptions": {"httpTokens": "optional"}}),
    )
