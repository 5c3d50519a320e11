"""Rules for passwords and secrets of several services as texts in the program."""

from costing.model import SECRET, UNKNOWN
from tests.policies.row import of_inputs

PASSWORD = "correct-horse-battery"  # noqa: S105 (an example)
URL = f"postgres://app:{PASSWORD}@db.example.com:5432/shop"
SECRET_ARN = "arn:aws:secretsmanager:us-east-1:111122223333:secret:shop"  # noqa: S105 (an ARN)
MASTER = "masterUserPassword"

ROWS = [
    *of_inputs(
        "service-password-no-plain-text",
        "aws:redshift/cluster:Cluster",
        passes=[{}, {"masterPassword": SECRET}, {"manageMasterPassword": True}],
        fails=[{"masterPassword": PASSWORD}],
        unknown=[{"masterPassword": UNKNOWN}],
    ),
    *of_inputs(
        "service-password-no-plain-text",
        "aws:opensearch/domain:Domain",
        passes=[{"advancedSecurityOptions": {"masterUserOptions": {MASTER: SECRET}}}],
        fails=[{"advancedSecurityOptions": {"masterUserOptions": {MASTER: PASSWORD}}}],
    ),
    *of_inputs(
        "service-password-no-plain-text",
        "aws:mq/broker:Broker",
        passes=[{"users": [{"username": "app", "password": SECRET}]}],
        fails=[{"users": [{"username": "app", "password": PASSWORD}]}],
        unknown=[{"users": UNKNOWN}],
    ),
    *of_inputs(
        "service-password-no-plain-text",
        "aws:elasticache/user:User",
        passes=[{"passwords": [SECRET]}],
        fails=[{"passwords": [PASSWORD]}],
        unknown=[{"passwords": UNKNOWN}],
    ),
    *of_inputs(
        "mwaa-environment-no-plain-text-secrets",
        passes=[{"airflowConfigurationOptions": {"core.parallelism": "32"}}],
        fails=[{"airflowConfigurationOptions": {"smtp.smtp_password": PASSWORD}}],
        unknown=[{"airflowConfigurationOptions": UNKNOWN}],
    ),
    *of_inputs(
        "sagemaker-model-no-plain-text-secrets",
        passes=[{"primaryContainer": {"environment": {"STAGE": "prod"}}}],
        fails=[
            {"primaryContainer": {"environment": {"DB_PASSWORD": PASSWORD}}},
            {"containers": [{"environment": {"DATABASE": URL}}]},
        ],
        unknown=[{"primaryContainer": {"environment": UNKNOWN}}],
    ),
    *of_inputs(
        "lightsail-container-no-plain-text-secrets",
        passes=[{"containers": [{"environment": {"DATABASE": "postgres://db.example.com/shop"}}]}],
        fails=[{"containers": [{"environment": {"DATABASE": URL}}]}],
        unknown=[{"containers": UNKNOWN}],
    ),
    *of_inputs(
        "cloudformation-stack-no-plain-text-secrets",
        "aws:cloudformation/stack:Stack",
        passes=[{"parameters": {"Stage": "prod"}, "templateBody": "{}"}],
        fails=[{"parameters": {"Password": PASSWORD}}],
        unknown=[{"parameters": UNKNOWN}],
    ),
    *of_inputs(
        "lambda-environment-no-secrets",
        passes=[
            {"environment": {"variables": {"SECRET_ARN": SECRET_ARN, "SECRET_NAME": "shop-db"}}}
        ],
        fails=[{"environment": {"variables": {"DATABASE": URL}}}],
    ),
    *of_inputs(
        "cloudfront-response-headers-cors-restricted",
        passes=[
            {},
            {
                "corsConfig": {
                    "accessControlAllowOrigins": {"items": ["*"]},
                    "accessControlAllowCredentials": False,
                }
            },
        ],
        fails=[
            {
                "corsConfig": {
                    "accessControlAllowOrigins": {"items": ["*"]},
                    "accessControlAllowCredentials": True,
                }
            }
        ],
        unknown=[
            {
                "corsConfig": {
                    "accessControlAllowOrigins": UNKNOWN,
                    "accessControlAllowCredentials": True,
                }
            }
        ],
    ),
]
