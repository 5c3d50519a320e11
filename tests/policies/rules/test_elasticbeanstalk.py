"""Rules for AWS Elastic Beanstalk."""

from costing.model import UNKNOWN
from tests.policies.row import of_inputs

ROWS = [
    *of_inputs(
        "elasticbeanstalk-enhanced-health",
        passes=[
            {
                "settings": [
                    {
                        "namespace": "aws:elasticbeanstalk:healthreporting:system",
                        "name": "HealthStreamingEnabled",
                        "value": "true",
                    }
                ]
            }
        ],
        fails=[
            {},
            {
                "settings": [
                    {
                        "namespace": "aws:elasticbeanstalk:healthreporting:system",
                        "name": "HealthStreamingEnabled",
                        "value": "false",
                    }
                ]
            },
        ],
        unknown=[{"settings": UNKNOWN}],
    ),
    *of_inputs(
        "elasticbeanstalk-managed-updates",
        passes=[
            {
                "settings": [
                    {
                        "namespace": "aws:elasticbeanstalk:managedactions",
                        "name": "ManagedActionsEnabled",
                        "value": "true",
                    }
                ]
            }
        ],
        fails=[
            {},
            {
                "settings": [
                    {
                        "namespace": "aws:elasticbeanstalk:managedactions",
                        "name": "ManagedActionsEnabled",
                        "value": "false",
                    }
                ]
            },
        ],
        unknown=[{"settings": UNKNOWN}],
    ),
    *of_inputs(
        "elasticbeanstalk-cloudwatch-logs",
        passes=[
            {
                "settings": [
                    {
                        "namespace": "aws:elasticbeanstalk:cloudwatch:logs",
                        "name": "StreamLogs",
                        "value": "true",
                    }
                ]
            }
        ],
        fails=[
            {},
            {
                "settings": [
                    {
                        "namespace": "aws:elasticbeanstalk:cloudwatch:logs",
                        "name": "StreamLogs",
                        "value": "false",
                    }
                ]
            },
        ],
        unknown=[{"settings": UNKNOWN}],
    ),
    *of_inputs(
        "elasticbeanstalk-no-secrets",
        passes=[
            {},
            {
                "settings": [
                    {
                        "namespace": "aws:elasticbeanstalk:application:environment",
                        "name": "STAGE",
                        "value": "prod",
                    }
                ]
            },
        ],
        fails=[
            {
                "settings": [
                    {
                        "namespace": "aws:elasticbeanstalk:application:environment",
                        "name": "DB_PASSWORD",
                        "value": "correct-horse-battery",
                    }
                ]
            }
        ],
        unknown=[{"settings": UNKNOWN}],
    ),
]
