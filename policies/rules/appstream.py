"""Rules for Amazon AppStream."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import all_of, at_least, at_most, found, not_, read
from policies.engine.rule import Rule, resource_rule
from policies.rules._shared.input_rules import input_rule, must_be_at_most, must_not_be


@resource_rule(
    types=("aws:appstream/fleet:Fleet",),
    concern="cost",
    severity="low",
    title="AppStream fleet (AWS) does not disconnect idle sessions",
    risk="Idle sessions are billed and can be used by others.",
    fix="idle_disconnect_timeout_in_seconds=600",
    same_intent_as=("appstream_fleet_session_idle_disconnect_timeout",),
    aws_docs="https://docs.aws.amazon.com/appstream2/latest/developerguide/managing-fleets.html",
    production=True,
)
def appstream_idle_disconnect(resource: Resource) -> Iterator[Finding]:
    path = "idleDisconnectTimeoutInSeconds"
    timeout = read(resource, path, 0)
    kept = all_of([at_least(timeout, 1), at_most(timeout, 600)])
    yield from found(not_(kept), resource, path, "1 to 600 seconds")


RULES: tuple[Rule, ...] = (
    input_rule(
        "appstream-no-default-internet-access",
        must_not_be("enableDefaultInternetAccess", True, expected=False),
        types=("aws:appstream/fleet:Fleet", "aws:appstream/imageBuilder:ImageBuilder"),
        concern="security",
        severity="medium",
        title="AppStream fleet (AWS) has default internet access",
        risk="Streaming instances get public addresses and pass no firewall.",
        fix="enable_default_internet_access=False, with a NAT gateway",
        same_intent_as=("appstream_fleet_default_internet_access_disabled",),
        aws_docs="https://docs.aws.amazon.com/appstream2/latest/developerguide/internet-access.html",
    ),
    input_rule(
        "appstream-session-limits",
        must_be_at_most("maxUserDurationInSeconds", 36000, "at most 36000 seconds", default=57600),
        must_be_at_most("disconnectTimeoutInSeconds", 300, "at most 300 seconds", default=900),
        types=("aws:appstream/fleet:Fleet",),
        concern="security",
        severity="low",
        title="AppStream fleet (AWS) keeps sessions for too long",
        risk="A session that was left open can be used by others.",
        fix="max_user_duration_in_seconds=36000, disconnect_timeout_in_seconds=300",
        same_intent_as=(
            "appstream_fleet_maximum_session_duration",
            "appstream_fleet_session_disconnect_timeout",
        ),
        aws_docs="https://docs.aws.amazon.com/appstream2/latest/developerguide/managing-fleets.html",
        regulated=True,
    ),
    appstream_idle_disconnect,
)
