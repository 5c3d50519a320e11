"""Rules for AWS Elastic Beanstalk."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import found, not_, one_of
from policies.engine.rule import Rule
from policies.engine.selectors.beanstalk import option
from policies.rules._shared.input_rules import Check, input_rule, must_have_no_secret


def must_have_option(namespace: str, name: str) -> Check:
    """Check that an option of the environment is true."""

    def check(environment: Resource) -> Iterator[Finding]:
        on = one_of(option(environment, namespace, name), ("true", "True", True))
        yield from found(not_(on), environment, "settings", f"{name}=true")

    return check


RULES: tuple[Rule, ...] = (
    input_rule(
        "elasticbeanstalk-enhanced-health",
        must_have_option("aws:elasticbeanstalk:healthreporting:system", "HealthStreamingEnabled"),
        types=("aws:elasticbeanstalk/environment:Environment",),
        concern="operations",
        severity="low",
        title="Elastic Beanstalk environment has no enhanced health reporting",
        risk="Failing instances are noticed late.",
        fix=(
            'settings=[{"namespace": "aws:elasticbeanstalk:healthreporting:system", "name": '
            '"HealthStreamingEnabled", "value": "true"}]'
        ),
        same_intent_as=("CKV_AWS_312", "elasticbeanstalk_environment_enhanced_health_reporting"),
        aws_docs="https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/health-enhanced.html",
    ),
    input_rule(
        "elasticbeanstalk-managed-updates",
        must_have_option("aws:elasticbeanstalk:managedactions", "ManagedActionsEnabled"),
        types=("aws:elasticbeanstalk/environment:Environment",),
        concern="security",
        severity="high",
        title="Elastic Beanstalk environment gets no managed platform updates",
        risk="Known vulnerabilities of the platform stay open.",
        fix=(
            'settings=[{"namespace": "aws:elasticbeanstalk:managedactions", "name": '
            '"ManagedActionsEnabled", "value": "true"}]'
        ),
        same_intent_as=("CKV_AWS_340", "elasticbeanstalk_environment_managed_updates_enabled"),
        aws_docs="https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/environment-platform-update-managed.html",
    ),
    input_rule(
        "elasticbeanstalk-cloudwatch-logs",
        must_have_option("aws:elasticbeanstalk:cloudwatch:logs", "StreamLogs"),
        types=("aws:elasticbeanstalk/environment:Environment",),
        concern="operations",
        severity="medium",
        title="Elastic Beanstalk environment does not stream logs to CloudWatch",
        risk="Logs are lost with the instance.",
        fix=(
            'settings=[{"namespace": "aws:elasticbeanstalk:cloudwatch:logs", "name": '
            '"StreamLogs", "value": "true"}]'
        ),
        same_intent_as=("elasticbeanstalk_environment_cloudwatch_logging_enabled",),
        aws_docs="https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/AWSHowTo.cloudwatchlogs.html",
    ),
    input_rule(
        "elasticbeanstalk-no-secrets",
        must_have_no_secret("settings"),
        types=("aws:elasticbeanstalk/environment:Environment",),
        concern="security",
        severity="high",
        title="Elastic Beanstalk environment has a secret in its settings",
        risk="Everyone who may read the environment can read the secret.",
        fix="use the namespace aws:elasticbeanstalk:application:environmentsecrets",
        same_intent_as=("elasticbeanstalk_environment_no_secrets_in_configuration",),
        aws_docs="https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/AWSHowTo.secrets.env-vars.html",
    ),
)
