"""Policy pack with one policy that checks nothing: PolicyPack refuses an empty list."""

from pulumi_policy import EnforcementLevel, PolicyPack, ResourceValidationPolicy

PolicyPack(
    "empty",
    [
        ResourceValidationPolicy(
            name="nothing",
            description="Checks nothing.",
            validate=lambda _, __: None,
            enforcement_level=EnforcementLevel.ADVISORY,
        )
    ],
)
