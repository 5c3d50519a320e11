"""S3 uploads to SNS, SQS and Lambda, and a function with a nightly schedule."""

import json
from pathlib import Path

import pulumi
import pulumi_aws as aws

uploads = aws.s3.Bucket("uploads")
topic = aws.sns.Topic("uploaded")
queue = aws.sqs.Queue("uploaded", visibility_timeout_seconds=180)
aws.sns.TopicSubscription("uploaded", topic=topic.arn, protocol="sqs", endpoint=queue.arn)
aws.sqs.QueuePolicy(
    "uploaded",
    queue_url=queue.url,
    policy=pulumi.Output.all(queue.arn, topic.arn).apply(
        lambda arns: json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": "*",
                        "Action": "sqs:SendMessage",
                        "Resource": arns[0],
                        "Condition": {"ArnEquals": {"aws:SourceArn": arns[1]}},
                    }
                ],
            }
        )
    ),
)
aws.s3.BucketNotification(
    "uploads",
    bucket=uploads.id,
    topics=[{"topic_arn": topic.arn, "events": ["s3:ObjectCreated:*"]}],
)
role = aws.iam.Role(
    "functions",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": {
                "Effect": "Allow",
                "Principal": {"Service": "lambda.amazonaws.com"},
                "Action": "sts:AssumeRole",
            },
        }
    ),
)
functions = {
    path.name: aws.lambda_.Function(
        path.name,
        runtime="python3.13",
        handler="index.handler",
        code=pulumi.FileArchive(str(path)),
        role=role.arn,
        memory_size=1024,
        timeout=30,
        tracing_config={"mode": "Active"},
    )
    for path in sorted(Path("functions").iterdir())
}
aws.lambda_.EventSourceMapping(
    "resize", event_source_arn=queue.arn, function_name=functions["resize"].arn, batch_size=10
)
nightly = aws.cloudwatch.EventRule("nightly", schedule_expression="cron(0 2 * * ? *)")
aws.cloudwatch.EventTarget("report", rule=nightly.name, arn=functions["report"].arn)
aws.lambda_.Permission(
    "report",
    action="lambda:InvokeFunction",
    function=functions["report"].name,
    principal="events.amazonaws.com",
    source_arn=nightly.arn,
)
machine = aws.sfn.StateMachine(
    "review",
    role_arn=role.arn,
    definition=functions["report"].arn.apply(
        lambda arn: json.dumps(
            {
                "StartAt": "report",
                "States": {"report": {"Type": "Task", "Resource": arn, "End": True}},
            }
        )
    ),
)
