"""Rules for AWS Elastic Beanstalk."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import found, not_, one_of
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.beanstalk import option
from policies.rules._shared.input_rules import input_rule, must_have_no_secret


@resource_rule(
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
)
def elasticbeanstalk_enhanced_health(resource: Resource) -> Iterator[Finding]:
    value = option(
        resource, "aws:elasticbeanstalk:healthreporting:system", "HealthStreamingEnabled"
    )
    yield from found(
        not_(one_of(value, ("true", "True", True))),
        resource,
        "settings",
        "HealthStreamingEnabled=true",
    )


@resource_rule(
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
)
def elasticbeanstalk_managed_updates(resource: Resource) -> Iterator[Finding]:
    value = option(resource, "aws:elasticbeanstalk:managedactions", "ManagedActionsEnabled")
    yield from found(
        not_(one_of(value, ("true", "True", True))),
        resource,
        "settings",
        "ManagedActionsEnabled=true",
    )


@resource_rule(
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
)
def elasticbeanstalk_cloudwatch_logs(resource: Resource) -> Iterator[Finding]:
    value = option(resource, "aws:elasticbeanstalk:cloudwatch:logs", "StreamLogs")
    yield from found(
        not_(one_of(value, ("true", "True", True))), resource, "settings", "StreamLogs=true"
    )


RULES: tuple[Rule, ...] = (
    elasticbeanstalk_enhanced_health,
    elasticbeanstalk_managed_updates,
    elasticbeanstalk_cloudwatch_logs,
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
