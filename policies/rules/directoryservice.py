"""Rules for AWS Directory Service."""

from policies.engine.rule import Rule
from policies.rules._shared.input_rules import attached_rule, input_rule, must_be

RULES: tuple[Rule, ...] = (
    input_rule(
        "directoryservice-radius-protocol",
        must_be("authenticationProtocol", "MS-CHAPv2"),
        types=("aws:directoryservice/radiusSettings:RadiusSettings",),
        concern="security",
        severity="medium",
        title="AWS Directory Service uses a weak RADIUS protocol",
        risk="One-time passwords can be read in transit.",
        fix='authentication_protocol="MS-CHAPv2"',
        same_intent_as=("directoryservice_radius_server_security_protocol",),
        aws_docs="https://docs.aws.amazon.com/directoryservice/latest/admin-guide/ms_ad_mfa.html",
    ),
    attached_rule(
        "directoryservice-log-forwarding",
        "aws:directoryservice/logSubscription:LogSubscription",
        "directoryId",
        "a log subscription",
        types=("aws:directoryservice/directory:Directory",),
        concern="operations",
        severity="low",
        title="AWS Directory Service directory forwards no logs",
        risk="Sign-ins to the directory leave no record.",
        fix="directoryservice.LogSubscription(directory_id=directory.id, "
        "log_group_name=group.name)",
        same_intent_as=("directoryservice_directory_log_forwarding_enabled",),
        aws_docs="https://docs.aws.amazon.com/directoryservice/latest/admin-guide/ms_ad_enable_log_forwarding.html",
        production=True,
    ),
)
