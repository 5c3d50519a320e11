import json
from typing import Any

import pytest

from infra.scope import Scope
from infra.settings import WorkflowSettings
from infra.workflow_definition import definition
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import changed, recorded, run

MACHINE = "aws:sfn/stateMachine:StateMachine"
POLICY = "aws:iam/rolePolicy:RolePolicy"
SCOPE = Scope("plimsoll", "prod", "us-east-1", "123456789012")


def states(**settings: Any) -> dict[str, Any]:
    found: dict[str, Any] = definition(SCOPE, WorkflowSettings(**settings))["States"]
    return found


def targets(state: dict[str, Any]) -> set[str]:
    """Return where a state may go on, whatever happens."""
    branches = [state, *state.get("Catch", ()), *state.get("Choices", ())]
    return {branch[key] for branch in branches for key in ("Next", "Default") if key in branch}


def machine(recording: Recording) -> Registered:
    return recording.one(MACHINE, "workflow")


@pytest.mark.parametrize("script", [None, "jobs/features.py"])
def test_every_step_leads_to_another_and_every_one_is_reached(script: str | None) -> None:
    found = definition(SCOPE, WorkflowSettings(spark_script=script))
    reached, ahead = set[str](), {found["StartAt"]}
    while ahead:
        reached |= ahead
        ahead = {to for name in ahead for to in targets(found["States"][name])} - reached
    assert reached == set(found["States"])
    ends = {name for name in reached if not targets(found["States"][name])}
    assert ends == {"Done", "Not crawled"}


def test_every_task_is_tried_again_later_and_later() -> None:
    tasks = [
        each
        for each in states(attempts=5, spark_script="jobs/features.py").values()
        if each["Type"] == "Task"
    ]
    assert len(tasks) == 4
    for each in tasks:
        again = each["Retry"][-1]
        assert again["ErrorEquals"] == ["States.ALL"]
        assert again["MaxAttempts"] == 5
        assert again["BackoffRate"] > 1
        assert again["JitterStrategy"] == "FULL"


def test_a_crawl_that_somebody_else_began_is_waited_for() -> None:
    crawl = states()["Crawl"]
    first, *_ = crawl["Retry"]
    [caught] = crawl["Catch"]
    assert first == {"ErrorEquals": caught["ErrorEquals"], "MaxAttempts": 0}
    assert caught["Next"] == "Wait"


def test_spark_runs_the_script_of_the_data_bucket_after_the_crawl() -> None:
    found = states(spark_script="jobs/features.py")
    job = found["Transform"]["Parameters"]
    bucket = recorded("prod").one("aws:s3/bucket:Bucket", "storage-data").inputs["bucket"]
    assert job["JobDriver"]["SparkSubmit"]["EntryPoint"] == f"s3://{bucket}/jobs/features.py"
    assert "Transform" not in states()


def test_spark_is_found_by_the_parameter_that_its_component_publishes() -> None:
    recording = recorded("prod")
    asked = states(spark_script="jobs/features.py")["Find Spark"]["Parameters"]["Name"]
    parameter = recording.one("aws:ssm/parameter:Parameter", "spark-application")
    assert parameter.inputs["name"] == asked
    assert recording.follow(parameter.inputs).name == "spark"


def test_the_definition_is_known_before_anything_is_deployed() -> None:
    recording = recorded("prod")
    text = machine(recording).inputs["definition"]
    assert recording.referred(text) == []
    assert json.loads(text)["TimeoutSeconds"] == 6 * 3600


def test_what_it_does_is_logged_traced_and_encrypted_with_our_key() -> None:
    recording = recorded("prod")
    inputs = machine(recording).inputs
    assert inputs["tracingConfiguration"] == {"enabled": True}
    logs = recording.follow(inputs["loggingConfiguration"]["logDestination"])
    assert logs.inputs["name"].startswith("/aws/vendedlogs/states/")
    assert recording.follow(inputs["encryptionConfiguration"]["kmsKeyId"]).name == "keys-data"


def test_the_schedule_starts_that_workflow_and_nothing_else() -> None:
    recording = recorded("prod")
    schedule = recording.one("aws:scheduler/schedule:Schedule", "workflow")
    assert recording.follow(schedule.inputs["target"]["arn"]) == machine(recording)
    assert recording.follow(schedule.inputs["target"]["roleArn"]).name == "workflow-schedule"
    policy = json.loads(recording.one(POLICY, "workflow-schedule").inputs["policy"])
    name = machine(recording).inputs["name"]
    assert policy["Statement"][0]["Resource"] == [
        f"arn:aws:states:us-east-1:123456789012:stateMachine:{name}"
    ]


def test_it_may_hand_on_the_role_of_spark_s_jobs_only_and_to_spark_only() -> None:
    recording = recorded("prod")
    policy = json.loads(recording.one(POLICY, "workflow").inputs["policy"])
    [handed] = [each for each in policy["Statement"] if "iam:PassRole" in each["Action"]]
    role = recording.one("aws:iam/role:Role", "spark").inputs["name"]
    assert handed["Resource"] == [f"arn:aws:iam::123456789012:role/{role}"]
    assert handed["Condition"]["StringEquals"] == {
        "iam:PassedToService": "emr-serverless.amazonaws.com"
    }


def test_with_a_workflow_the_crawler_has_no_schedule_of_its_own() -> None:
    config = changed("prod", {})
    assert "schedule" not in run(config).one("aws:glue/crawler:Crawler", "catalog").inputs
    del config["plimsoll:workflow"]
    assert run(config).one("aws:glue/crawler:Crawler", "catalog").inputs["schedule"]


def test_a_workflow_that_fails_or_takes_too_long_is_heard() -> None:
    recording = recorded("prod")
    for name in ("failed", "timed-out"):
        alarm = recording.one("aws:cloudwatch/metricAlarm:MetricAlarm", f"workflow-{name}")
        assert recording.follow(alarm.inputs["dimensions"]) == machine(recording)
        assert (alarm.inputs["threshold"], alarm.inputs["datapointsToAlarm"]) == (0, 1)
