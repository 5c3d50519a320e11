import json

from infra.billing import TAG_KEYS, WORKLOADS, tag_policy
from infra.governance import AlertPlan, attach_spent, plan_alerts, spent_policy_arn
from infra.scope import Scope
from infra.settings import GovernanceSettings
from tests.infra.stacks import changed, configuration, recorded, run

SCOPE = Scope("plimsoll", "prod", "us-east-1", "123456789012")
BUDGET = "aws:budgets/budget:Budget"
MONITOR = "aws:costexplorer/anomalyMonitor:AnomalyMonitor"
SUBSCRIPTION = "aws:costexplorer/anomalySubscription:AnomalySubscription"


def test_what_is_spent_and_what_is_foreseen_alert_apart() -> None:
    settings = GovernanceSettings(actual_percents=(50, 100), forecast_percents=(120,))
    assert plan_alerts(settings) == [
        AlertPlan("ACTUAL", 50),
        AlertPlan("ACTUAL", 100),
        AlertPlan("FORECASTED", 120),
    ]


def test_the_budget_is_the_stack_s_own_and_reaches_people_and_the_topic() -> None:
    recording = recorded("prod")
    budget = recording.one(BUDGET, "governance").inputs
    assert budget["limitAmount"] == configuration("prod")["plimsoll:budget"]
    assert "costFilters" not in budget
    for alert in budget["notifications"]:
        assert alert["subscriberEmailAddresses"] == ["ml-platform-oncall@example.com"]
        topic = recording.follow(alert["subscriberSnsTopicArns"])
        assert topic.type == "aws:sns/topic:Topic"


def test_in_a_shared_account_the_budget_counts_its_environment_only() -> None:
    recording = run(
        changed(
            "prod",
            {
                "governance.only_this_environment": True,
                "governance.component_budgets": {},
                "budget": "1e3",
            },
        )
    )
    budget = recording.one(BUDGET, "governance").inputs
    assert budget["limitAmount"] == "1000"
    assert budget["costFilters"] == [{"name": "TagKeyValue", "values": ["user:environment$prod"]}]


def test_a_part_s_budget_counts_what_carries_its_tag_in_this_environment() -> None:
    recording = run(changed("prod", {"governance.component_budgets": {"serving": "1500"}}))
    budget = recording.one(BUDGET, "governance-serving").inputs
    assert budget["limitAmount"] == "1500"
    tags = {
        each["tags"]["key"]: each["tags"]["values"] for each in budget["filterExpression"]["ands"]
    }
    assert tags == {"component": ["serving"], "environment": ["prod"]}
    kinds = {alert["notificationType"] for alert in budget["notifications"]}
    assert kinds == {"ACTUAL", "FORECASTED"}


ACTION = {"roles": ["ml-researchers"], "percent": 105, "approval": "AUTOMATIC"}


def test_nothing_stops_by_itself_unless_that_is_stated() -> None:
    for stack in ("dev", "prod"):
        assert not recorded(stack).of_type("aws:budgets/budgetAction:BudgetAction")


def test_a_spent_budget_takes_from_the_roles_what_starts_more() -> None:
    recording = run(changed("prod", {"governance.action": ACTION}))
    [action] = recording.of_type("aws:budgets/budgetAction:BudgetAction")
    assert action.inputs["actionThreshold"]["actionThresholdValue"] == 105
    definition = action.inputs["definition"]["iamActionDefinition"]
    assert definition["roles"] == ["ml-researchers"]
    policy = recording.follow(definition["policyArn"])
    [statement] = json.loads(policy.inputs["policy"])["Statement"]
    assert (statement["Effect"], statement["Resource"]) == ("Deny", "*")
    assert "ec2:RunInstances" in statement["Action"]
    assert spent_policy_arn(SCOPE).endswith(f"/{policy.inputs['name']}")


def test_the_boundary_lets_that_policy_be_laid_on_a_role_and_no_other() -> None:
    recording = run(changed("prod", {"governance.action": ACTION}))
    boundary = recording.one("aws:iam/policy:Policy", "identity")
    assert attach_spent(SCOPE) in json.loads(boundary.inputs["policy"])["Statement"]
    assert attach_spent(SCOPE)["Condition"] == {
        "ArnEquals": {"iam:PolicyARN": spent_policy_arn(SCOPE)}
    }
    without = recorded("prod").one("aws:iam/policy:Policy", "identity")
    assert "iam:AttachRolePolicy" not in without.inputs["policy"]


def test_unusual_spending_of_the_environment_is_told_at_once() -> None:
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


def test_anomalies_can_be_left_alone() -> None:
    assert not run(changed("prod", {"governance.anomaly_usd": None})).of_type(MONITOR)


def test_the_bill_is_read_by_workload_where_the_stack_owns_it() -> None:
    stated = {"cost_allocation_tags": True, "tag_policy_target": "r-abcd"}
    recording = run(changed("prod", {"account_wide": stated}))
    [category] = recording.of_type("aws:costexplorer/costCategory:CostCategory")
    assert {each["value"] for each in category.inputs["rules"]} == {*WORKLOADS}
    active = recording.of_type("aws:costexplorer/costAllocationTag:CostAllocationTag")
    assert {each.inputs["tagKey"] for each in active} == {*TAG_KEYS}
    assert recording.one(MONITOR, "billing").inputs["monitorDimension"] == "SERVICE"
    [attached] = recording.of_type("aws:organizations/policyAttachment:PolicyAttachment")
    assert attached.inputs["targetId"] == "r-abcd"


def test_what_only_a_payer_or_an_organization_has_is_off_unless_stated() -> None:
    recording = run(changed("prod", {"account_wide": {"billing": False}}))
    kinds = {each.type for each in recording.resources}
    assert not {kind for kind in kinds if kind.startswith("aws:organizations/")}
    assert "aws:costexplorer/costCategory:CostCategory" not in kinds
    assert "aws:costexplorer/costAllocationTag:CostAllocationTag" not in kinds


def test_a_tag_policy_has_the_values_that_the_platform_gives() -> None:
    tags = json.loads(tag_policy())["tags"]
    assert tags["workload"]["tag_value"]["@@assign"] == [*WORKLOADS]
    assert {key for key, each in tags.items() if each["tag_key"]["@@assign"] != key} == set()
