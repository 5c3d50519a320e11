import json
from dataclasses import replace
from typing import Any

import pytest

from infra.context import Context
from infra.deployment import Deployment
from infra.lake.catalog import add_catalog
from infra.lake.settings import WorkflowSettings
from infra.lake.workflow_definition import workflow_definition
from tests.infra.alone import DATA_BUCKET_ARN, alone
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import recorded

MACHINE = "aws:sfn/stateMachine:StateMachine"
POLICY = "aws:iam/rolePolicy:RolePolicy"
CONTEXT = Context("plimsoll", "prod", "us-east-1", "123456789012")


def states(**settings: Any) -> dict[str, Any]:
    found: dict[str, Any] = workflow_definition(CONTEXT, WorkflowSettings(**settings))["States"]
    return found


def targets(state: dict[str, Any]) -> set[str]:
    """Return where a state may go on, whatever happens."""
    branches = [state, *state.get("Catch", ()), *state.get("Choices", ())]
    return {branch[key] for branch in branches for key in ("Next", "Default") if key in branch}


def machine(recording: Recording) -> Registered:
    return recording.one(MACHINE, "workflow")


@pytest.mark.parametrize("script", [None, "jobs/features.py"])
def test_every_state_is_reachable(script: str | None) -> None:
    found = workflow_definition(CONTEXT, WorkflowSettings(spark_script=script))
    reached, ahead = set[str](), {found["StartAt"]}
    while ahead:
        reached |= ahead
        ahead = {to for name in ahead for to in targets(found["States"][name])} - reached
    assert reached == set(found["States"])
    ends = {name for name in reached if not targets(found["States"][name])}
    assert ends == {"Done", "Crawl failed"}


def test_tasks_retry_with_exponential_backoff() -> None:
    tasks = [
        each
        for each in states(retries=5, spark_script="jobs/features.py").values()
        if each["Type"] == "Task"
    ]
    assert len(tasks) == 4
    for each in tasks:
        again = each["Retry"][-1]
        assert again["ErrorEquals"] == ["States.ALL"]
        assert again["MaxAttempts"] == 5
        assert again["BackoffRate"] > 1
        assert again["JitterStrategy"] == "FULL"


def test_running_crawler_is_awaited() -> None:
    crawl = states()["Crawl"]
    first, *_ = crawl["Retry"]
    [caught] = crawl["Catch"]
    assert first == {"ErrorEquals": caught["ErrorEquals"], "MaxAttempts": 0}
    assert caught["Next"] == "Wait"


def test_spark_job_runs_script_from_data_bucket() -> None:
    found = states(spark_script="jobs/features.py")
    job = found["Transform"]["Parameters"]
    bucket = recorded("prod").one("aws:s3/bucket:Bucket", "storage-data").inputs["bucket"]
    assert job["JobDriver"]["SparkSubmit"]["EntryPoint"] == f"s3://{bucket}/jobs/features.py"
    assert "Transform" not in states()


def test_application_id_is_read_from_its_parameter() -> None:
    recording = recorded("prod")
    asked = states(spark_script="jobs/features.py")["Get application id"]["Parameters"]["Name"]
    parameter = recording.one("aws:ssm/parameter:Parameter", "spark-application")
    assert parameter.inputs["name"] == asked
    assert recording.follow(parameter.inputs).name == "spark"


def test_definition_is_known_before_deployment() -> None:
    recording = recorded("prod")
    text = machine(recording).inputs["definition"]
    assert recording.referred(text) == []
    assert json.loads(text)["TimeoutSeconds"] == 6 * 3600


def test_workflow_is_logged_traced_and_encrypted() -> None:
    recording = recorded("prod")
    inputs = machine(recording).inputs
    assert inputs["tracingConfiguration"] == {"enabled": True}
    logs = recording.follow(inputs["loggingConfiguration"]["logDestination"])
    assert logs.inputs["name"].startswith("/aws/vendedlogs/states/")
    assert recording.follow(inputs["encryptionConfiguration"]["kmsKeyId"]).name == "keys-data"


def test_schedule_may_start_this_workflow_only() -> None:
    recording = recorded("prod")
    schedule = recording.one("aws:scheduler/schedule:Schedule", "workflow")
    assert recording.follow(schedule.inputs["target"]["arn"]) == machine(recording)
    assert recording.follow(schedule.inputs["target"]["roleArn"]).name == "workflow-schedule"
    policy = json.loads(recording.one(POLICY, "workflow-schedule").inputs["policy"])
    name = machine(recording).inputs["name"]
    assert policy["Statement"][0]["Resource"] == [
        f"arn:aws:states:us-east-1:123456789012:stateMachine:{name}"
    ]


def test_workflow_passes_the_spark_role_only() -> None:
    recording = recorded("prod")
    policy = json.loads(recording.one(POLICY, "workflow").inputs["policy"])
    [handed] = [each for each in policy["Statement"] if "iam:PassRole" in each["Action"]]
    role = recording.one("aws:iam/role:Role", "spark").inputs["name"]
    assert handed["Resource"] == [f"arn:aws:iam::123456789012:role/{role}"]
    assert handed["Condition"]["StringEquals"] == {
        "iam:PassedToService": "emr-serverless.amazonaws.com"
    }


def test_crawler_has_no_schedule_with_a_workflow() -> None:
    def catalog(d: Deployment) -> None:
        add_catalog(d, DATA_BUCKET_ARN)

    def without_workflow(d: Deployment) -> None:
        catalog(replace(d, settings=d.settings.model_copy(update={"workflow": None})))

    kind = "aws:glue/crawler:Crawler"
    assert "schedule" not in alone(catalog).one(kind, "catalog").inputs
    assert alone(without_workflow).one(kind, "catalog").inputs["schedule"]


def test_failed_and_timed_out_workflows_fire_alarms() -> None:
    recording = recorded("prod")
    for name in ("failed", "timed-out"):
        alarm = recording.one("aws:cloudwatch/metricAlarm:MetricAlarm", f"workflow-{name}")
        assert recording.follow(alarm.inputs["dimensions"]) == machine(recording)
        assert (alarm.inputs["threshold"], alarm.inputs["datapointsToAlarm"]) == (0, 1)
