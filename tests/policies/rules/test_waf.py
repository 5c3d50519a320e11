"""Rules for AWS WAF."""

from costing.model import UNKNOWN
from tests.policies.row import Row, declare, of_inputs

DISTRIBUTION = declare("aws:cloudfront/distribution:Distribution", "distribution")
GROUPS = ("AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesAnonymousIpList")
ACL = declare(
    "aws:wafv2/webAcl:WebAcl",
    "acl",
    {
        "rules": [
            {"statement": {"managedRuleGroupStatement": {"name": name, "vendorName": "AWS"}}}
            for name in GROUPS
        ]
    },
)
OPEN_ACL = declare("aws:wafv2/webAcl:WebAcl", "acl")
BALANCER = declare("aws:lb/loadBalancer:LoadBalancer", "balancer")

ROWS = [
    *of_inputs(
        "waf-rule-has-action",
        "aws:wafv2/webAcl:WebAcl",
        passes=[
            {},
            {"rules": [{"priority": 1, "action": {"block": {}}}]},
            {"rules": [{"priority": 1, "overrideAction": {"none": {}}}]},
        ],
        fails=[{"rules": [{"priority": 1}]}],
        unknown=[{"rules": UNKNOWN}],
    ),
    *of_inputs(
        "waf-web-acl-known-bad-inputs",
        passes=[
            {
                "rules": [
                    {
                        "priority": 1,
                        "overrideAction": {"none": {}},
                        "statement": {
                            "managedRuleGroupStatement": {
                                "name": "AWSManagedRulesKnownBadInputsRuleSet",
                                "vendorName": "AWS",
                            }
                        },
                    }
                ]
            }
        ],
        fails=[
            {},
            {
                "rules": [
                    {
                        "priority": 1,
                        "overrideAction": {"count": {}},
                        "statement": {
                            "managedRuleGroupStatement": {
                                "name": "AWSManagedRulesKnownBadInputsRuleSet",
                                "vendorName": "AWS",
                            }
                        },
                    }
                ]
            },
        ],
        unknown=[{"rules": UNKNOWN}],
    ),
    *of_inputs(
        "waf-rule-cloudwatch-metrics",
        "aws:wafv2/webAcl:WebAcl",
        passes=[
            {},
            {"rules": [{"priority": 1, "visibilityConfig": {"cloudwatchMetricsEnabled": True}}]},
        ],
        fails=[
            {"rules": [{"priority": 1}]},
            {"rules": [{"priority": 1, "visibilityConfig": {"cloudwatchMetricsEnabled": False}}]},
        ],
        unknown=[{"rules": UNKNOWN}],
    ),
    *of_inputs(
        "waf-classic-not-empty",
        "aws:waf/rule:Rule",
        passes=[{"predicates": [{"dataId": "a", "negated": False, "type": "IPMatch"}]}],
        fails=[{}],
        unknown=[{"predicates": UNKNOWN}],
    ),
    Row("waf-protected-resource-log4j", None, [DISTRIBUTION]),
    Row(
        "waf-protected-resource-log4j",
        None,
        [
            ACL,
            declare("aws:cloudfront/distribution:Distribution", "distribution", {"webAclId": ACL}),
        ],
    ),
    Row(
        "waf-protected-resource-log4j",
        "violation",
        [
            OPEN_ACL,
            declare(
                "aws:cloudfront/distribution:Distribution", "distribution", {"webAclId": OPEN_ACL}
            ),
        ],
    ),
    Row(
        "waf-protected-resource-log4j",
        "violation",
        [
            OPEN_ACL,
            BALANCER,
            declare(
                "aws:wafv2/webAclAssociation:WebAclAssociation",
                "link",
                {"resourceArn": BALANCER, "webAclArn": OPEN_ACL},
            ),
        ],
    ),
    Row(
        "waf-protected-resource-log4j",
        "unknown",
        [
            declare(
                "aws:cloudfront/distribution:Distribution", "distribution", {"webAclId": UNKNOWN}
            )
        ],
    ),
]
