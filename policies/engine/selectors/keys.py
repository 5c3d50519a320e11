"""Which KMS key an input names.

https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html (2026-11-24): AWS's own keys
have aliases under "aws/"; who may use one of them is AWS's to say.
"""

from costing.graph.resource import Resource
from policies.engine.logic import Truth, given, is_open, read
from policies.engine.selectors.references import depends_on

KEY_TYPE = "aws:kms/"  # in the URN of a key, an alias, a replica: each of them is ours
OF_AWS = "alias/aws/"
A_KEY_OF_OURS = "a customer managed key"


def own_key(resource: Resource, path: str) -> Truth:
    """Whether an input names a key, and not the one that AWS keeps for the service."""
    value = read(resource, path)
    if is_open(value):
        of_key = any(KEY_TYPE in urn for urn in depends_on(resource, path))
        return True if of_key else given(resource, path)
    return value is not None and OF_AWS not in str(value)
