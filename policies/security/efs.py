"""What keeps a file system's content from being read, and its users apart."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.tokens import FILE_SYSTEM
from policies.reading.values import found, given, not_, refuse, want
from policies.rule import resource_rule

GUIDE = "https://docs.aws.amazon.com/efs/latest/ug"
ACCESS_POINT = "aws:efs/accessPoint:AccessPoint"


@resource_rule(
    types=(FILE_SYSTEM,),
    concern="security",
    severity="high",
    fix="encrypted=True",
    same_intent_as=("CKV_AWS_42",),
    url=f"{GUIDE}/encryption-at-rest.html",
)
def file_system_encrypted(file_system: Resource) -> Iterator[Finding]:
    """A file system is encrypted at rest; it cannot be encrypted later."""
    yield from want(file_system, "encrypted", True)


@resource_rule(
    types=(ACCESS_POINT,),
    concern="security",
    severity="medium",
    fix='root_directory={"path": "/..."}',
    same_intent_as=("CKV_AWS_329",),
    url=f"{GUIDE}/enforce-root-directory-access-point.html",
)
def access_point_has_root(point: Resource) -> Iterator[Finding]:
    """Who comes in by an access point sees a directory of its own, not the whole file system."""
    path = "rootDirectory.path"
    yield from refuse(point, path, "/", default="/", wanted="a directory below /")


@resource_rule(
    types=(ACCESS_POINT,),
    concern="security",
    severity="medium",
    fix='posix_user={"uid": ..., "gid": ...}',
    same_intent_as=("CKV_AWS_330",),
    url=f"{GUIDE}/enforce-identity-access-points.html",
)
def access_point_has_user(point: Resource) -> Iterator[Finding]:
    """Who comes in by an access point acts as the user that it names, whoever a client claims."""
    yield from found(not_(given(point, "posixUser")), point, "posixUser", "a user and a group")
