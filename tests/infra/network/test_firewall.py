from infra.network.firewall import plan_rules
from tests.infra.stacks import recorded

ACL = "aws:wafv2/webAcl:WebAcl"


def test_rate_limit_precedes_managed_rule_groups() -> None:
    rules = plan_rules(["First", "Second"], 500, {})
    assert [(rule["name"], rule["priority"]) for rule in rules] == [
        ("rate-limit", 0),
        ("First", 1),
        ("Second", 2),
    ]


def test_web_acl_is_associated_and_logged() -> None:
    recording = recorded("prod")
    acl = recording.one(ACL, "firewall")
    [association] = recording.of_type("aws:wafv2/webAclAssociation:WebAclAssociation")
    assert recording.follow(association.inputs["webAclArn"]) == acl
    assert recording.follow(association.inputs["resourceArn"]).name == "load-balancer"
    [logging] = recording.of_type("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration")
    assert recording.follow(logging.inputs["resourceArn"]) == acl
    group = recording.follow(logging.inputs["logDestinationConfigs"])
    assert group.inputs["name"].startswith("aws-waf-logs-")


def test_no_web_acl_without_rule_groups() -> None:
    assert not recorded("dev").of_type(ACL)
