"""Lambda functions and their triggers from a YAML file, as the Serverless Framework has them."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import yaml

definitions = yaml.safe_load((Path(__file__).parent / "functions.yaml").read_text())["functions"]
buckets: dict[str, aws.s3.Bucket] = {}
notifications: dict[str, list[dict[str, Any]]] = defaultdict(list)
permissions: dict[str, list[aws.lambda_.Permission]] = defaultdict(list)
role = aws.iam.Role(
    "functions",
    assume_role_policy=aws.iam.get_policy_document(
        statements=[
            {
                "effect": "Allow",
                "actions": ["sts:AssumeRole"],
                "principals": [{"type": "Service", "identifiers": ["lambda.amazonaws.com"]}],
            }
        ]
    ).json,
)


def on_schedule(name: str, function: aws.lambda_.Function, trigger: dict[str, Any]) -> None:
    rule = aws.cloudwatch.EventRule(name, schedule_expression=trigger["schedule"])
    aws.cloudwatch.EventTarget(name, rule=rule.name, arn=function.arn)


def on_objects(name: str, function: aws.lambda_.Function, trigger: dict[str, Any]) -> None:
    key = trigger["bucket"]
    bucket = buckets.setdefault(key, aws.s3.Bucket(key)) if key not in buckets else buckets[key]
    permissions[key].append(
        aws.lambda_.Permission(
            name,
            action="lambda:InvokeFunction",
            function=function.arn,
            principal="s3.amazonaws.com",
            source_arn=bucket.arn,
        )
    )
    notifications[key].append({"lambda_function_arn": function.arn, "events": trigger["events"]})


def on_messages(name: str, function: aws.lambda_.Function, trigger: dict[str, Any]) -> None:
    queue = aws.sqs.Queue(trigger["queue"])
    aws.lambda_.EventSourceMapping(
        name,
        event_source_arn=queue.arn,
        function_name=function.arn,
        batch_size=trigger["batch"],
    )


def on_url(name: str, function: aws.lambda_.Function, _: dict[str, Any]) -> None:
    url = aws.lambda_.FunctionUrl(name, function_name=function.name, authorization_type="NONE")
    pulumi.export(name, url.function_url)


TRIGGERS = {
    "schedule": on_schedule,
    "bucket": on_objects,
    "queue": on_messages,
    "url": on_url,
}
for name, each in definitions.items():
    function = aws.lambda_.Function(
        name,
        runtime=each["runtime"],
        memory_size=each["memory"],
        timeout=each["timeout"],
        handler=f"{name}.handler",
        role=role.arn,
        s3_bucket="acme-builds",
        s3_key=f"{name}.zip",
        ephemeral_storage={"size": 1024} if each["memory"] > 512 else None,
    )
    kind = next(kind for kind in TRIGGERS if kind in each["trigger"])
    TRIGGERS[kind](name, function, each["trigger"])
for key, bucket in buckets.items():
    aws.s3.BucketNotification(
        key,
        bucket=bucket.id,
        lambda_functions=notifications[key],
        opts=pulumi.ResourceOptions(depends_on=permissions[key]),
    )
