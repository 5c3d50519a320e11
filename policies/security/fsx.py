"""What keeps an FSx file system's content from being read."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.keys import A_KEY_OF_OURS, own_key
from policies.reading.values import all_of, found, not_, one_of, read
from policies.rule import resource_rule


@resource_rule(
    types=(
        "aws:fsx/lustreFileSystem:LustreFileSystem",
        "aws:fsx/ontapFileSystem:OntapFileSystem",
        "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
        "aws:fsx/windowsFileSystem:WindowsFileSystem",
    ),
    concern="security",
    severity="medium",
    fix="kms_key_id=key.arn",
    same_intent_as=("CKV_AWS_190", "CKV_AWS_178", "CKV_AWS_203", "CKV_AWS_179"),
    url="https://docs.aws.amazon.com/fsx/latest/LustreGuide/encryption-at-rest.html",
)
def shared_files_encrypted_with_own_key(file_system: Resource) -> Iterator[Finding]:
    """Training data is encrypted with a key of ours, so that who may read it is ours to say.

    What says that it is scratch space takes no key: AWS makes one, and lets it go with the data.
    """
    path = "kmsKeyId"
    scratch = one_of(read(file_system, "deploymentType"), ("SCRATCH_1", "SCRATCH_2"))
    broken = all_of([not_(scratch), not_(own_key(file_system, path))])
    yield from found(broken, file_system, path, A_KEY_OF_OURS)
