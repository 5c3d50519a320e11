from infra.governance import AlertPlan, plan_alerts
from infra.settings import GovernanceSettings
from tests.infra.stacks import changed, configuration, recorded, run

BUDGET = "aws:budgets/budget:Budget"


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
    recording = run(changed("prod", {"governance.only_this_environment": True, "budget": "1e3"}))
    budget = recording.one(BUDGET, "governance").inputs
    assert budget["limitAmount"] == "1000"
    assert budget["costFilters"] == [{"name": "TagKeyValue", "values": ["user:environment$prod"]}]
