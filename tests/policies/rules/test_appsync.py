"""Rules for AWS AppSync."""

from costing.model import UNKNOWN
from policies.engine.selectors.tokens import WAFV2_WEB_ACL_ASSOCIATION
from tests.policies.row import Row, declare, of_input

API = declare("aws:appsync/graphQLApi:GraphQLApi", "api")

ROWS = [
    *of_input(
        "appsync-api-field-level-logging",
        "logConfig.fieldLogLevel",
        passes=["ALL", "ERROR", "INFO", "DEBUG"],
        fails=["NONE", None],
    ),
    *of_input(
        "appsync-api-no-api-key-authentication",
        "authenticationType",
        passes=[None],
        fails=["API_KEY"],
    ),
    Row(
        "appsync-api-waf-web-acl",
        None,
        [API, declare(WAFV2_WEB_ACL_ASSOCIATION, "acl", {"resourceArn": API})],
    ),
    Row("appsync-api-waf-web-acl", "violation", [API]),
    Row(
        "appsync-api-waf-web-acl",
        "unknown",
        [API, declare(WAFV2_WEB_ACL_ASSOCIATION, "acl", {"resourceArn": UNKNOWN})],
    ),
]
