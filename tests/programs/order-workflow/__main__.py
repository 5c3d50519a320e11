"""Step Functions over Lambda functions, started by EventBridge, Pipes and a schedule."""

import json
from pathlib import Path

import pulumi
import pulumi_aws as aws
from pulumi import Output


def role_for(name: str, service: str, policy: Output[str] | None = None) -> aws.iam.Role:
    role = aws.iam.Role(
        name,
        assume_role_policy={
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": f"{service}.amazonaws.com"},
                    "Action": "sts:AssumeRole",
                }
            ],
        },
    )
    if policy is not None:
        aws.iam.RolePolicy(name, role=role.name, policy=policy)
    return role


functions = {
    path.name: aws.lambda_.Function(
        path.name,
        runtime="python3.12",
        handler="main.handler",
        architectures=["arm64"],
        role=role_for(path.name, "lambda").arn,
        code=pulumi.AssetArchive({".": pulumi.FileArchive(str(path))}),
    )
    for path in sorted(Path("steps").iterdir())
}
template = Path("definition.asl.json").read_text()


def filled(arns: dict[str, str]) -> str:
    text = template
    for name, arn in arns.items():
        text = text.replace(f"{{{name}}}", arn)
    return text


arns = {name: function.arn for name, function in functions.items()}
logs = aws.cloudwatch.LogGroup("orders", retention_in_days=90)
machine = aws.sfn.StateMachine(
    "orders",
    type="EXPRESS",
    role_arn=role_for(
        "machine",
        "states",
        Output.json_dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": "lambda:InvokeFunction",
                        "Resource": list(arns.values()),
                    }
                ],
            }
        ),
    ).arn,
    definition=Output.all(**arns).apply(filled),
    logging_configuration={
        "level": "ERROR",
        "log_destination": Output.concat(logs.arn, ":*"),
    },
)
bus = aws.cloudwatch.EventBus("shop")
rule = aws.cloudwatch.EventRule(
    "order-placed",
    event_bus_name=bus.name,
    event_pattern=json.dumps({"source": ["shop.checkout"], "detail-type": ["OrderPlaced"]}),
)
starter = role_for(
    "starter",
    "events",
    machine.arn.apply(
        lambda arn: json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {"Effect": "Allow", "Action": "states:StartExecution", "Resource": arn}
                ],
            }
        )
    ),
)
aws.cloudwatch.EventTarget(
    "order-placed",
    rule=rule.name,
    event_bus_name=bus.name,
    arn=machine.arn,
    role_arn=starter.arn,
    dead_letter_config={"arn": aws.sqs.Queue("failed").arn},
)
aws.scheduler.Schedule(
    "sweep",
    schedule_expression="rate(15 minutes)",
    flexible_time_window={"mode": "OFF"},
    target={"arn": machine.arn, "role_arn": role_for("scheduler", "scheduler").arn},
)
incoming = aws.sqs.Queue("incoming", fifo_queue=True, content_based_deduplication=True)
aws.pipes.Pipe(
    "incoming",
    role_arn=role_for("pipe", "pipes").arn,
    source=incoming.arn,
    target=machine.arn,
    target_parameters={
        "step_function_state_machine_parameters": {"invocation_type": "FIRE_AND_FORGET"}
    },
)
pulumi.export("machine", machine.arn)
