"""Public grants in the ACL of an S3 bucket.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html (2026-11-24).
"""

from collections.abc import Iterator
from typing import Any, Literal

from costing.graph.resource import Resource, at
from policies.engine.logic import Truth, all_of, any_of, blocks, is_unknown, not_, one_of, read

Right = Literal["READ", "WRITE"]

# Canned ACLs that grant access only to AWS and the owners of bucket and object.
CLOSED = (
    "private",
    "aws-exec-read",
    "bucket-owner-read",
    "bucket-owner-full-control",
    "log-delivery-write",
)
OPEN_TO_WRITE = ("public-read-write",)
PERMISSIONS = {
    "READ": ("READ", "FULL_CONTROL"),
    "WRITE": ("WRITE", "WRITE_ACP", "FULL_CONTROL"),
}
EVERYONE = tuple(
    f"{scheme}://acs.amazonaws.com/groups/global/{group}"
    for scheme in ("http", "https")
    for group in ("AllUsers", "AuthenticatedUsers")
)


def grants_public(holder: Resource, right: Right) -> Truth:
    """Return whether an ACL grants the right to everyone or to every AWS account."""
    canned = read(holder, "acl", "private")
    by_name = not_(one_of(canned, CLOSED)) if right == "READ" else one_of(canned, OPEN_TO_WRITE)
    permitted = PERMISSIONS[right]
    granted = (
        all_of([one_of(uri, EVERYONE), one_of(permission, permitted)])
        for uri, permission in grants(holder)
    )
    return any_of([by_name, *granted])


def grants(holder: Resource) -> Iterator[tuple[Any, Any]]:
    """Yield group and permission of each grant."""
    for block in blocks(holder, "grants"):
        permissions = at(block, "permissions")
        for each in [permissions] if is_unknown(permissions) else permissions or ():
            yield at(block, "uri"), each
    for block in blocks(holder, "accessControlPolicy.grants"):
        yield at(block, "grantee.uri"), at(block, "permission")
