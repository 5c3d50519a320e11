"""Rules for Amazon Inspector."""

from costing.model import UNKNOWN
from tests.policies.row import of_input, of_inputs

ROWS = [
    *of_input(
        "inspector-scans-all-resource-types",
        "resourceTypes",
        passes=[["EC2", "ECR", "LAMBDA"]],
        fails=[None, ["other"]],
    ),
    *of_input(
        "inspector-lambda-code-scanning",
        "resourceTypes",
        passes=[["LAMBDA_CODE"]],
        fails=[None, ["other"]],
    ),
    *of_inputs(
        "inspector-organization-auto-enable",
        passes=[{"autoEnable": {"ec2": True, "ecr": True, "lambda": True}}],
        fails=[
            {"autoEnable": {"ecr": True, "lambda": True, "ec2": False}},
            {"autoEnable": {"ec2": True, "lambda": True, "ecr": False}},
            {"autoEnable": {"ec2": True, "ecr": True, "lambda": False}},
        ],
        unknown=[
            {"autoEnable": {"ecr": True, "lambda": True, "ec2": UNKNOWN}},
            {"autoEnable": {"ec2": True, "lambda": True, "ecr": UNKNOWN}},
            {"autoEnable": {"ec2": True, "ecr": True, "lambda": UNKNOWN}},
        ],
    ),
]
