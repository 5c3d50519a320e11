from infra.firewall import plan_rules
from tests.infra.stacks import recorded

ACL = "aws:wafv2/webAcl:WebAcl"


def test_the_limit_is_asked_first_and_the_groups_in_their_order() -> None:
    rules = plan_rules(["First", "Second"], 500)
    assert [(rule["name"], rule["priority"]) for rule in rules] == [
        ("rate-limit", 0),
        ("First", 1),
        ("Second", 2),
    ]


def test_the_firewall_stands_before_the_load_balancer_and_logs() -> None:
    recording = recorded("prod")
    acl = recording.one(ACL, "firewall")
    [association] = recording.of_type("aws:wafv2/webAclAssociation:WebAclAssociation")
    assert recording.follow(association.inputs["webAclArn"]) == acl
    assert recording.follow(association.inputs["resourceArn"]).name == "load-balancer"
    [logging] = recording.of_type("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration")
    assert recording.follow(logging.inputs["resourceArn"]) == acl
    group = recording.follow(logging.inputs["logDestinationConfigs"])
    assert group.inputs["name"].startswith("aws-waf-logs-")


def test_without_rule_groups_there_is_no_firewall() -> None:
    assert not recorded("dev").of_type(ACL)
