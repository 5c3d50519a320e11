"""The workflow's steps, in the Amazon States Language: https://states-language.net/spec.html."""

from typing import Any

from infra.catalog import crawler_name
from infra.scope import Scope
from infra.settings import WorkflowSettings
from infra.spark import APPLICATION, job_role

State = dict[str, Any]
RUNNING = "Glue.CrawlerRunningException"  # somebody has started it: wait for that run
LOOK_SECONDS = 60


def definition(scope: Scope, settings: WorkflowSettings) -> dict[str, Any]:
    """Look through the lake; when it is known anew, have Spark work on it where that is stated."""
    script = settings.spark_script
    after = "Find Spark" if script else "Done"
    states = crawl(scope, settings.attempts, after)
    if script:
        states |= transform(scope, settings.attempts, script)
    return {
        "Comment": f"Looks through the lake and works on it ({scope.prefix})",
        "StartAt": "Crawl",
        "TimeoutSeconds": settings.timeout_hours * 3600,
        "States": {**states, "Done": {"Type": "Succeed"}},
    }


def crawl(scope: Scope, attempts: int, after: str) -> dict[str, State]:
    name = {"Name": crawler_name(scope)}
    ready = {"Variable": "$.Crawler.State", "StringEquals": "READY"}
    succeeded = {"Variable": "$.Crawler.LastCrawl.Status", "StringEquals": "SUCCEEDED"}
    return {
        "Crawl": {
            **task("aws-sdk:glue:startCrawler", name, attempts, give_up_at=RUNNING),
            "Catch": [{"ErrorEquals": [RUNNING], "Next": "Wait"}],
            "Next": "Wait",
        },
        "Wait": {"Type": "Wait", "Seconds": LOOK_SECONDS, "Next": "Look"},
        "Look": {**task("aws-sdk:glue:getCrawler", name, attempts), "Next": "Crawled?"},
        "Crawled?": {
            "Type": "Choice",
            "Choices": [
                {"And": [ready, succeeded], "Next": after},
                {**ready, "Next": "Not crawled"},
            ],
            "Default": "Wait",
        },
        "Not crawled": {"Type": "Fail", "Error": "CrawlFailed", "Cause": "See the crawler's log"},
    }


def transform(scope: Scope, attempts: int, script: str) -> dict[str, State]:
    """Ask for Spark's application by its parameter: its id is not known before it is there."""
    parameter = {"Name": scope.path("spark", APPLICATION)}
    role = f"arn:{scope.partition}:iam::{scope.account}:role/{job_role(scope)}"
    job = {
        "ApplicationId.$": "$.Parameter.Value",
        "ExecutionRoleArn": role,
        "JobDriver": {"SparkSubmit": {"EntryPoint": f"s3://{scope.bucket('data')}/{script}"}},
    }
    return {
        "Find Spark": {
            **task("aws-sdk:ssm:getParameter", parameter, attempts),
            "Next": "Transform",
        },
        "Transform": {**task("emr-serverless:startJobRun.sync", job, attempts), "Next": "Done"},
    }


def task(action: str, parameters: State, attempts: int, give_up_at: str | None = None) -> State:
    """Try again after a while that doubles, and not all at the same moment."""
    never = [{"ErrorEquals": [give_up_at], "MaxAttempts": 0}] if give_up_at else []
    again = {
        "ErrorEquals": ["States.ALL"],
        "IntervalSeconds": 30,
        "BackoffRate": 2,
        "MaxDelaySeconds": 600,
        "JitterStrategy": "FULL",
        "MaxAttempts": attempts,
    }
    return {
        "Type": "Task",
        "Resource": f"arn:aws:states:::{action}",
        "Parameters": parameters,
        "Retry": [*never, again],
    }
