"""What keeps documents from being read on their way."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.parameters import says, setting
from policies.reading.tokens import DOCUMENT_PARAMETERS
from policies.reading.values import found
from policies.rule import resource_rule


@resource_rule(
    types=(DOCUMENT_PARAMETERS,),
    concern="security",
    severity="high",
    fix='parameters=[{"name": "tls", "value": "enabled"}]',
    same_intent_as=("CKV_AWS_90",),
    url="https://docs.aws.amazon.com/documentdb/latest/developerguide/security.encryption.ssl.html",
)
def documents_over_tls(group: Resource) -> Iterator[Finding]:
    """DocumentDB takes no client that does not speak TLS, as it does not unless told to."""
    off = says(setting(group, "tls"), "disabled")
    because = "parameters turn tls off"
    yield from found(off, group, "parameters", "tls = enabled", because=because)
