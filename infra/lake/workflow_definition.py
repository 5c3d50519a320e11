"""Workflow definition in the Amazon States Language: https://states-language.net/spec.html."""

from typing import Any

from infra.context import Context
from infra.lake.catalog import crawler_name
from infra.lake.settings import WorkflowSettings
from infra.lake.spark import APPLICATION, job_role

State = dict[str, Any]
RUNNING = "Glue.CrawlerRunningException"  # already started: wait for that run
POLL_SECONDS = 60


def workflow_definition(context: Context, settings: WorkflowSettings) -> dict[str, Any]:
    """Return the states: run the crawler, then the Spark job if one is set."""
    script = settings.spark_script
    after = "Get application id" if script else "Done"
    states = crawl(context, settings.retries, after)
    if script:
        states |= transform(context, settings.retries, script)
    return {
        "Comment": f"Crawls and transforms the data lake ({context.prefix})",
        "StartAt": "Crawl",
        "TimeoutSeconds": settings.timeout_hours * 3600,
        "States": {**states, "Done": {"Type": "Succeed"}},
    }


def crawl(context: Context, retries: int, after: str) -> dict[str, State]:
    name = {"Name": crawler_name(context)}
    ready = {"Variable": "$.Crawler.State", "StringEquals": "READY"}
    succeeded = {"Variable": "$.Crawler.LastCrawl.Status", "StringEquals": "SUCCEEDED"}
    return {
        "Crawl": {
            **task("aws-sdk:glue:startCrawler", name, retries, fatal_error=RUNNING),
            "Catch": [{"ErrorEquals": [RUNNING], "Next": "Wait"}],
            "Next": "Wait",
        },
        "Wait": {"Type": "Wait", "Seconds": POLL_SECONDS, "Next": "Get crawler"},
        "Get crawler": {
            **task("aws-sdk:glue:getCrawler", name, retries),
            "Next": "Crawl succeeded?",
        },
        "Crawl succeeded?": {
            "Type": "Choice",
            "Choices": [
                {"And": [ready, succeeded], "Next": after},
                {**ready, "Next": "Crawl failed"},
            ],
            "Default": "Wait",
        },
        "Crawl failed": {
            "Type": "Fail",
            "Error": "CrawlFailed",
            "Cause": "Check the crawler's log",
        },
    }


def transform(context: Context, retries: int, script: str) -> dict[str, State]:
    """Return the states that read the application id from its parameter and run the job."""
    parameter = {"Name": context.path("spark", APPLICATION)}
    role = f"arn:{context.partition}:iam::{context.account}:role/{job_role(context)}"
    job = {
        "ApplicationId.$": "$.Parameter.Value",
        "ExecutionRoleArn": role,
        "JobDriver": {"SparkSubmit": {"EntryPoint": f"s3://{context.bucket('data')}/{script}"}},
    }
    return {
        "Get application id": {
            **task("aws-sdk:ssm:getParameter", parameter, retries),
            "Next": "Transform",
        },
        "Transform": {**task("emr-serverless:startJobRun.sync", job, retries), "Next": "Done"},
    }


def task(action: str, parameters: State, retries: int, fatal_error: str | None = None) -> State:
    """Return a task state with retries, exponential backoff and jitter."""
    fatal = [{"ErrorEquals": [fatal_error], "MaxAttempts": 0}] if fatal_error else []
    retry = {
        "ErrorEquals": ["States.ALL"],
        "IntervalSeconds": 30,
        "BackoffRate": 2,
        "MaxDelaySeconds": 600,
        "JitterStrategy": "FULL",
        "MaxAttempts": retries,
    }
    return {
        "Type": "Task",
        "Resource": f"arn:aws:states:::{action}",
        "Parameters": parameters,
        "Retry": [*fatal, retry],
    }
