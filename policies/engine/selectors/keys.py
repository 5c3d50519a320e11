"""KMS keys in inputs.

https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html (2026-11-24): aliases of AWS
managed keys begin with "aws/"; their key policies cannot be changed.
"""

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.logic import Truth, is_unknown, read
from policies.engine.selectors.references import depends_on

KEY_TYPE = "aws:kms/"  # in the URN of a key, an alias or a replica
OF_AWS = "alias/aws/"
A_KEY_OF_OURS = "a customer managed key"


def own_key(resource: Resource, path: str) -> Truth:
    """Return whether an input names a customer managed key."""
    value = read(resource, path)
    if is_unknown(value):
        of_key = any(KEY_TYPE in urn for urn in depends_on(resource, path))
        return True if of_key else UNKNOWN
    return value is not None and OF_AWS not in str(value)
