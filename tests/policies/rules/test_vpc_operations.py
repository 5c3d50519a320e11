from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.security_groups import (
    DEFAULT_SECURITY_GROUP,
    EGRESS_RULE,
    INGRESS_RULE,
    RULE,
    SECURITY_GROUP,
)
from policies.engine.selectors.tokens import INSTANCE, LAUNCH_TEMPLATE
from tests.policies.row import Row, declare, one

WHY = "Requests from the load balancer"
WEB, OTHER = declare(SECURITY_GROUP, "web"), declare(SECURITY_GROUP, "other")


def group(*rules: Any, **inputs: Any) -> list[Resource]:
    return one(SECURITY_GROUP, description=WHY, ingress=list(rules), **inputs)


def instance(**inputs: Any) -> Resource:
    return declare(INSTANCE, "instance", inputs)


ROWS = [
    *(
        Row("security-group-rule-description", status, stack)
        for status, stack in (
            (None, group()),
            (None, group({"description": WHY, "fromPort": 443})),
            (None, one(DEFAULT_SECURITY_GROUP)),
            (None, one(RULE, description=WHY)),
            ("violation", one(SECURITY_GROUP)),
            ("violation", one(SECURITY_GROUP, description="Managed by Pulumi")),
            ("violation", group({"description": WHY}, {"fromPort": 443})),
            ("violation", group(egress=[{"description": ""}])),
            ("violation", one(DEFAULT_SECURITY_GROUP, ingress=[{"fromPort": 443}])),
            ("violation", one(RULE)),
            ("violation", one(INGRESS_RULE)),
            ("violation", one(EGRESS_RULE)),
            ("unknown", one(RULE, description=UNKNOWN)),
            ("unknown", one(SECURITY_GROUP, description=WHY, ingress=UNKNOWN)),
        )
    ),
    *(
        Row("security-group-in-use", status, stack)
        for status, stack in (
            (None, [WEB, instance(vpcSecurityGroupIds=[WEB])]),
            (
                None,
                [
                    WEB,
                    declare(
                        LAUNCH_TEMPLATE,
                        "template",
                        {"networkInterfaces": [{"securityGroups": [WEB]}]},
                    ),
                ],
            ),
            ("violation", [WEB]),
            ("violation", [WEB, OTHER, instance(vpcSecurityGroupIds=[OTHER])]),
            ("violation", [WEB, declare(INGRESS_RULE, "rule", {"securityGroupId": WEB})]),
            ("unknown", [WEB, instance(vpcSecurityGroupIds=UNKNOWN)]),
            ("unknown", [WEB, instance(vpcSecurityGroupIds=[UNKNOWN])]),
        )
    ),
]
