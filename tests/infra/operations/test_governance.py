import json

from infra.context import Context
from infra.deployment import Deployment
from infra.operations.billing import TAG_KEYS, WORKLOADS, add_billing, tag_policy
from infra.operations.governance import (
    AlertPlan,
    add_governance,
    attach_deny_policy,
    deny_policy_arn,
    plan_alerts,
)
from infra.operations.settings import GovernanceSettings
from tests.infra.alone import alone, primary
from tests.infra.stacks import configuration, recorded

CONTEXT = Context("plimsoll", "prod", "us-east-1", "123456789012")
BUDGET = "aws:budgets/budget:Budget"
MONITOR = "aws:costexplorer/anomalyMonitor:AnomalyMonitor"
SUBSCRIPTION = "aws:costexplorer/anomalySubscription:AnomalySubscription"


TOPIC = "<aws:sns/topic:Topic::observability.arn>"


def governance(d: Deployment) -> None:
    add_governance(d, TOPIC)


def billing(d: Deployment) -> None:
    add_billing(d, TOPIC)


def test_actual_and_forecasted_alerts_are_separate() -> None:
    settings = GovernanceSettings(actual_percents=(50, 100), forecast_percents=(120,))
    assert plan_alerts(settings) == [
        AlertPlan("ACTUAL", 50),
        AlertPlan("ACTUAL", 100),
        AlertPlan("FORECASTED", 120),
    ]


def test_budget_notifies_emails_and_topic() -> None:
    recording = recorded("prod")
    budget = recording.one(BUDGET, "governance").inputs
    assert budget["limitAmount"] == configuration("prod")["plimsoll:budget"]
    assert budget["costFilters"][0]["values"] == ["user:environment$prod"]
    for alert in budget["notifications"]:
        assert alert["subscriberEmailAddresses"] == ["ml-platform-oncall@example.com"]
        topic = recording.follow(alert["subscriberSnsTopicArns"])
        assert topic.type == "aws:sns/topic:Topic"


def test_budget_filters_by_environment_tag() -> None:
    changes = {
        "governance.only_this_environment": True,
        "governance.component_budgets": {},
        "budget": "1e3",
    }
    recording = alone(governance, changes=changes)
    budget = recording.one(BUDGET, "governance").inputs
    assert budget["limitAmount"] == "1000"
    assert budget["costFilters"] == [{"name": "TagKeyValue", "values": ["user:environment$prod"]}]


def test_component_budget_filters_by_tags() -> None:
    recording = alone(governance, changes={"governance.component_budgets": {"serving": "1500"}})
    budget = recording.one(BUDGET, "governance-serving").inputs
    assert budget["limitAmount"] == "1500"
    tags = {
        each["tags"]["key"]: each["tags"]["values"] for each in budget["filterExpression"]["ands"]
    }
    assert tags == {"component": ["serving"], "environment": ["prod"]}
    kinds = {alert["notificationType"] for alert in budget["notifications"]}
    assert kinds == {"ACTUAL", "FORECASTED"}


ACTION = {"roles": ["ml-researchers"], "percent": 105, "approval": "AUTOMATIC"}


def test_no_budget_action_without_setting() -> None:
    for stack in ("dev", "prod"):
        assert not recorded(stack).of_type("aws:budgets/budgetAction:BudgetAction")


def test_budget_action_attaches_deny_policy() -> None:
    recording = alone(governance, changes={"governance.action": ACTION})
    [action] = recording.of_type("aws:budgets/budgetAction:BudgetAction")
    assert action.inputs["actionThreshold"]["actionThresholdValue"] == 105
    definition = action.inputs["definition"]["iamActionDefinition"]
    assert definition["roles"] == ["ml-researchers"]
    policy = recording.follow(definition["policyArn"])
    [statement] = json.loads(policy.inputs["policy"])["Statement"]
    assert (statement["Effect"], statement["Resource"]) == ("Deny", "*")
    assert "ec2:RunInstances" in statement["Action"]
    assert deny_policy_arn(CONTEXT).endswith(f"/{policy.inputs['name']}")


def test_boundary_allows_deny_policy_only() -> None:
    recording = primary({"governance.action": ACTION})
    boundary = recording.one("aws:iam/policy:Policy", "identity")
    assert attach_deny_policy(CONTEXT) in json.loads(boundary.inputs["policy"])["Statement"]
    assert attach_deny_policy(CONTEXT)["Condition"] == {
        "ArnEquals": {"iam:PolicyARN": deny_policy_arn(CONTEXT)}
    }
    without = recorded("prod").one("aws:iam/policy:Policy", "identity")
    assert "iam:AttachRolePolicy" not in without.inputs["policy"]


def test_cost_anomalies_notify_topic() -> None:
    recording = recorded("prod")
    monitor = recording.one(MONITOR, "governance")
    assert json.loads(monitor.inputs["monitorSpecification"]) == {
        "Tags": {"Key": "environment", "Values": ["prod"]}
    }
    subscription = recording.one(SUBSCRIPTION, "governance")
    assert recording.follow(subscription.inputs["monitorArnLists"]) == monitor
    [subscriber] = subscription.inputs["subscribers"]
    assert recording.follow(subscriber["address"]).type == "aws:sns/topic:Topic"
    assert subscription.inputs["thresholdExpression"]["dimension"]["values"] == ["100"]


def test_anomaly_monitor_is_optional() -> None:
    assert not alone(governance, changes={"governance.anomaly_usd": None}).of_type(MONITOR)


def test_account_owner_has_cost_category_and_tags() -> None:
    account_wide = {"cost_allocation_tags": True, "tag_policy_target": "r-abcd"}
    recording = alone(billing, changes={"account_wide": account_wide})
    [category] = recording.of_type("aws:costexplorer/costCategory:CostCategory")
    assert {each["value"] for each in category.inputs["rules"]} == {*WORKLOADS}
    active = recording.of_type("aws:costexplorer/costAllocationTag:CostAllocationTag")
    assert {each.inputs["tagKey"] for each in active} == {*TAG_KEYS}
    [attached] = recording.of_type("aws:organizations/policyAttachment:PolicyAttachment")
    assert attached.inputs["targetId"] == "r-abcd"


def test_alerts_of_the_account_monitor_are_optional() -> None:
    arn = "arn:aws:ce::123456789012:anomalymonitor/1"
    recording = alone(billing, changes={"account_wide.service_monitor_arn": arn})
    assert recording.of_type(MONITOR) == []
    assert recording.one(SUBSCRIPTION, "billing").inputs["monitorArnLists"] == [arn]


def test_payer_settings_are_off_by_default() -> None:
    recording = alone(billing, changes={"account_wide": {"billing": False}, "governance": {}})
    kinds = {each.type for each in recording.resources}
    assert not {kind for kind in kinds if kind.startswith("aws:organizations/")}
    assert "aws:costexplorer/costCategory:CostCategory" not in kinds
    assert "aws:costexplorer/costAllocationTag:CostAllocationTag" not in kinds


def test_tag_policy_allows_platform_values() -> None:
    tags = json.loads(tag_policy())["tags"]
    assert tags["workload"]["tag_value"]["@@assign"] == [*WORKLOADS]
    assert {key for key, each in tags.items() if each["tag_key"]["@@assign"] != key} == set()


def test_unused_savings_plans_alert() -> None:
    found = recorded("everything").one(BUDGET, "governance-savings-plans").inputs
    assert found["budgetType"] == "SAVINGS_PLANS_UTILIZATION"
    [alert] = found["notifications"]
    assert (alert["comparisonOperator"], alert["threshold"]) == ("LESS_THAN", 90)
