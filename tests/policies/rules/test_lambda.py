"""Functions: who calls them, what they are given, what they run on."""

from typing import Any

from costing.model import UNKNOWN
from policies.engine.selectors.dated_facts import fact
from policies.engine.selectors.tokens import FUNCTION, KEY
from tests.policies.row import Row, declare, of_input, of_inputs

OURS = declare(KEY, "key")
ACCESS_KEY_ID = "AKIA" + "ABCDEFGHIJKLMNOP"
SECRET_KEY = "abcdefghij" * 4


def variables(**each: Any) -> dict[str, Any]:
    return {"environment": {"variables": each}}


ROWS = [
    *of_inputs(
        "lambda-environment-no-secrets",
        passes=[{}, variables(LOG_LEVEL="info"), variables(COMMIT=SECRET_KEY)],
        fails=[
            variables(KEY=ACCESS_KEY_ID),
            variables(AWS_SECRET_ACCESS_KEY=SECRET_KEY),
            variables(KEY=ACCESS_KEY_ID, OTHER="else"),
        ],
        unknown=[variables(KEY=UNKNOWN), {"environment": UNKNOWN}],
    ),
    Row(
        "lambda-environment-no-secrets",
        "unknown",
        [OURS, declare(FUNCTION, "function", variables(KEY_ID=OURS))],
    ),
    Row(
        "lambda-environment-customer-managed-key",
        None,
        [OURS, declare(FUNCTION, "function", {**variables(LEVEL="info"), "kmsKeyArn": OURS})],
    ),
    *of_inputs(
        "lambda-environment-customer-managed-key",
        passes=[{}],
        fails=[variables(LEVEL="info"), {**variables(LEVEL="info"), "kmsKeyArn": ""}],
        unknown=[{**variables(LEVEL="info"), "kmsKeyArn": UNKNOWN}, {"environment": UNKNOWN}],
    ),
    *of_inputs(
        "lambda-function-in-vpc",
        passes=[{"vpcConfig": {"subnetIds": ["subnet-1"]}}],
        fails=[{}],
        unknown=[{"vpcConfig": UNKNOWN}],
    ),
    *of_input(
        "lambda-function-url-authorization", "authorizationType", passes=["AWS_IAM"], fails=["NONE"]
    ),
    *of_inputs(
        "lambda-permission-source-account",
        passes=[
            {"principal": "s3.amazonaws.com", "sourceAccount": "123456789012"},
            {"principal": "s3.amazonaws.com.cn", "sourceArn": "arn:aws-cn:s3:::b"},
            {"principal": "123456789012"},
        ],
        fails=[{"principal": "s3.amazonaws.com"}, {"principal": "s3.amazonaws.com.cn"}],
        unknown=[
            {"principal": UNKNOWN},
            {"principal": "s3.amazonaws.com", "sourceArn": UNKNOWN},
        ],
    ),
    *of_inputs(
        "lambda-runtime-supported",
        passes=[{"packageType": "Image"}, {"runtime": "python3.13"}],
        fails=[{"runtime": each} for each in fact("lambda", "deprecated")],
        unknown=[{"runtime": UNKNOWN}],
    ),
    *of_input(
        "lambda-reserved-concurrency", "reservedConcurrentExecutions", passes=[10], fails=[None, -1]
    ),
    *of_inputs(
        "lambda-dead-letter-queue",
        passes=[{"deadLetterConfig": {"targetArn": "arn:aws:sqs:us-east-1:123456789012:dead"}}],
        fails=[{}],
        unknown=[{"deadLetterConfig": UNKNOWN}],
    ),
    *of_input("lambda-code-signing", "codeSigningConfigArn", passes=["value"], fails=[None]),
    *of_inputs(
        "lambda-layer-not-public",
        passes=[{"principal": "123456789012"}, {"principal": "*", "organizationId": "o-1"}],
        fails=[{"principal": "*"}],
        unknown=[{"principal": UNKNOWN}],
    ),
    *of_inputs(
        "lambda-function-url-cors-restricted",
        passes=[{}, {"cors": {"allowOrigins": ["https://example.com"], "allowMethods": ["*"]}}],
        fails=[{"cors": {"allowOrigins": ["*"], "allowMethods": ["*"]}}],
        unknown=[{"cors": {"allowOrigins": UNKNOWN, "allowMethods": ["*"]}}],
    ),
]
