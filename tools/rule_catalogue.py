"""Write docs/rules/ (one page for each service) and policies/data/rule_examples.json.

python -m tools.rule_catalogue
"""

import importlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from policies.engine.former_ids import former_ids
from policies.engine.frameworks import FRAMEWORKS, controls
from policies.engine.profiles import profiles_of
from policies.engine.rule import Rule
from tools import rule_coverage
from tools.rule_examples import examples

ROOT = Path(__file__).resolve().parents[1]
PAGES = ROOT / "docs" / "rules"
EXAMPLES = ROOT / "policies" / "data" / "rule_examples.json"
SERVICES = {
    "account": "AWS account",
    "acm": "AWS Certificate Manager (ACM)",
    "amplify": "AWS Amplify",
    "apigateway": "Amazon API Gateway",
    "appmesh": "AWS App Mesh",
    "apprunner": "AWS App Runner",
    "appstream": "Amazon AppStream",
    "appsync": "AWS AppSync",
    "athena": "Amazon Athena",
    "autoscaling": "Amazon EC2 Auto Scaling",
    "backup": "AWS Backup",
    "batch": "AWS Batch",
    "bedrock": "Amazon Bedrock",
    "budgets": "AWS Budgets and Cost Anomaly Detection",
    "cloud9": "AWS Cloud9",
    "cloudformation": "AWS CloudFormation",
    "cloudfront": "Amazon CloudFront",
    "cloudsearch": "Amazon CloudSearch",
    "cloudtrail": "AWS CloudTrail",
    "cloudwatch": "Amazon CloudWatch",
    "codebuild": "AWS CodeBuild",
    "codecommit": "AWS CodeCommit",
    "codeguru": "Amazon CodeGuru",
    "codepipeline": "AWS CodePipeline",
    "cognito": "Amazon Cognito",
    "comprehend": "Amazon Comprehend",
    "config": "AWS Config",
    "connect": "Amazon Connect",
    "cross_service": "Several services",
    "datasync": "AWS DataSync",
    "dax": "Amazon DynamoDB Accelerator (DAX)",
    "directoryservice": "AWS Directory Service",
    "dlm": "Amazon Data Lifecycle Manager",
    "dms": "AWS Database Migration Service (DMS)",
    "docdb": "Amazon DocumentDB and Neptune",
    "dynamodb": "Amazon DynamoDB",
    "ebs": "Amazon EBS",
    "ec2": "Amazon EC2",
    "ecr": "Amazon ECR",
    "ecs": "Amazon ECS",
    "efs": "Amazon EFS",
    "eks": "Amazon EKS",
    "elasticache": "Amazon ElastiCache",
    "elasticbeanstalk": "AWS Elastic Beanstalk",
    "elb": "Elastic Load Balancing",
    "emr": "Amazon EMR",
    "eventbridge": "Amazon EventBridge",
    "fsx": "Amazon FSx",
    "gamelift": "Amazon GameLift",
    "globalaccelerator": "AWS Global Accelerator",
    "glue": "AWS Glue",
    "grafana": "Amazon Managed Grafana",
    "guardduty": "Amazon GuardDuty",
    "iam": "AWS IAM",
    "imagebuilder": "EC2 Image Builder",
    "inspector": "Amazon Inspector",
    "iot": "AWS IoT",
    "keyspaces": "Amazon Keyspaces",
    "kinesis": "Amazon Kinesis and Data Firehose",
    "kms": "AWS KMS",
    "lakeformation": "AWS Lake Formation",
    "lambda_": "AWS Lambda",
    "lightsail": "Amazon Lightsail",
    "macie": "Amazon Macie",
    "memorydb": "Amazon MemoryDB",
    "mq": "Amazon MQ",
    "msk": "Amazon MSK",
    "mwaa": "Amazon MWAA",
    "neptune": "Amazon Neptune",
    "networkfirewall": "AWS Network Firewall",
    "opensearch": "Amazon OpenSearch Service",
    "qldb": "Amazon QLDB",
    "rds": "Amazon RDS",
    "redshift": "Amazon Redshift",
    "redshiftserverless": "Amazon Redshift Serverless",
    "route53": "Amazon Route 53",
    "s3": "Amazon S3",
    "sagemaker": "Amazon SageMaker",
    "secretsmanager": "AWS Secrets Manager",
    "securityhub": "AWS Security Hub",
    "servicecatalog": "AWS Service Catalog",
    "servicequotas": "Service Quotas",
    "ses": "Amazon SES",
    "sfn": "AWS Step Functions",
    "sns": "Amazon SNS",
    "sqs": "Amazon SQS",
    "ssm": "AWS Systems Manager",
    "storagegateway": "AWS Storage Gateway",
    "synthetics": "Amazon CloudWatch Synthetics",
    "timestream": "Amazon Timestream",
    "transfer": "AWS Transfer Family",
    "validity": "Values that AWS refuses",
    "vpc": "Amazon VPC",
    "vpclattice": "Amazon VPC Lattice",
    "waf": "AWS WAF",
    "workspaces": "Amazon WorkSpaces",
    "xray": "AWS X-Ray",
}


def pages(found: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return file name → Markdown."""
    by_service = {module.__name__.rpartition(".")[2]: module.RULES for module in service_modules()}
    return {
        "README.md": index(by_service),
        "former-ids.md": former_page(by_service),
        "coverage.md": rule_coverage.page(),
        **{f"{name}.md": page(name, listed, found) for name, listed in by_service.items()},
    }


def service_modules() -> Iterator[Any]:
    for path in sorted((ROOT / "policies" / "rules").iterdir()):
        is_module = path.suffix == ".py" or (path / "__init__.py").is_file()
        if is_module and not path.stem.startswith("_"):
            yield importlib.import_module(f"policies.rules.{path.stem}")


def index(by_service: Mapping[str, Iterable[Rule]]) -> str:
    lines = [
        "# Rules",
        "",
        "Made by `python -m tools.rule_catalogue`. `plimsoll rules show ID` prints one rule.",
        "Renamed rules: [former ids](former-ids.md).",
        "",
        "| rule | title | concern | severity |",
        "|---|---|---|---|",
    ]
    for name, listed in by_service.items():
        lines += [
            f"| [{rule.name}]({name}.md#{rule.name}) | {rule.title} | {rule.concern} "
            f"| {rule.severity} |"
            for rule in listed
        ]
    return "\n".join(lines) + "\n"


def former_page(by_service: Mapping[str, Iterable[Rule]]) -> str:
    """Return the table of renamed rules."""
    pages = {rule.name: name for name, listed in by_service.items() for rule in listed}
    lines = [
        "# Former rule ids",
        "",
        "Made by `python -m tools.rule_catalogue`.",
        "Former ids work as aliases, with one warning line.",
        "",
        "| former id | id |",
        "|---|---|",
        *(f"| {old} | [{new}]({pages[new]}.md#{new}) |" for old, new in former_ids().items()),
    ]
    return "\n".join(lines) + "\n"


def page(name: str, listed: Iterable[Rule], found: Mapping[str, Mapping[str, str]]) -> str:
    parts = [f"# {SERVICES[name]}", "", "Made by `python -m tools.rule_catalogue`.", ""]
    for rule in listed:
        parts += entry(rule, found[rule.name])
    return "\n".join(parts).rstrip() + "\n"


def entry(rule: Rule, example: Mapping[str, str]) -> list[str]:
    profiles = ", ".join(profiles_of(rule))
    lines = [
        f"## {rule.name}",
        "",
        f"**{rule.title}.** {rule.risk}",
        "",
        f"* Severity: {rule.severity}; concern: {rule.concern}; profiles: {profiles}",
        f"* Fix: `{rule.fix}`",
        f"* AWS documentation: <{rule.aws_docs}>",
    ]
    if rule.settings:
        each = (
            f"`{setting.name}` ({setting.meaning}; default `{setting.default}`)"
            for setting in rule.settings
        )
        lines.append(f"* Settings: {'; '.join(each)}")
    if rule.same_intent_as:
        tools = "cfn-lint" if rule.concern == "validity" else "Checkov and Prowler"
        lines.append(f"* {tools} ids: {', '.join(rule.same_intent_as)}")
    lines += [
        f"* {FRAMEWORKS.get(framework, framework)}: {', '.join(ids)}"
        for framework, ids in sorted(controls(rule.name).items())
    ]
    return [
        *lines,
        "",
        "Violation:",
        "",
        "```python",
        example["violation"],
        "```",
        "",
        "Pass:",
        "",
        "```python",
        example["pass"],
        "```",
        "",
    ]


def main() -> None:
    found = examples()
    EXAMPLES.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    PAGES.mkdir(exist_ok=True)
    for path in PAGES.glob("*.md"):
        path.unlink()
    for name, text in pages(found).items():
        (PAGES / name).write_text(text, encoding="utf-8")
    print(f"written: {PAGES.relative_to(ROOT)}, {EXAMPLES.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
