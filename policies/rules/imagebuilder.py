"""Rules for EC2 Image Builder."""

from collections.abc import Iterator

from costing.graph.resource import Resource, at
from policies.engine.finding import Finding
from policies.engine.logic import all_of, equal, found, items, not_
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.buckets import is_specified
from policies.engine.selectors.keys import A_KEY_OF_OURS
from policies.engine.selectors.sessions import is_given
from policies.rules._shared.input_rules import input_rule, must_be


@resource_rule(
    types=("aws:imagebuilder/distributionConfiguration:DistributionConfiguration",),
    concern="security",
    severity="low",
    title="EC2 Image Builder distributes images without a customer managed key",
    risk="Access to the disks of images cannot be restricted through a key policy.",
    fix='ami_distribution_configuration={"kms_key_id": key.arn, ...}',
    same_intent_as=("CKV_AWS_199",),
    aws_docs="https://docs.aws.amazon.com/imagebuilder/latest/userguide/manage-distribution-settings.html",
)
def imagebuilder_distribution_customer_managed_key(resource: Resource) -> Iterator[Finding]:
    for path, each in items(resource, "distributions"):
        images = is_specified(at(each, "amiDistributionConfiguration"))
        own = is_given(at(each, "amiDistributionConfiguration.kmsKeyId"))
        where = f"{path}.amiDistributionConfiguration.kmsKeyId"
        yield from found(all_of([images, not_(own)]), resource, where, A_KEY_OF_OURS)


@resource_rule(
    types=("aws:imagebuilder/imageRecipe:ImageRecipe",),
    concern="security",
    severity="medium",
    title="EC2 Image Builder recipe has volumes without encryption by a customer managed key",
    risk="The disks of images are stored in plain text.",
    fix='block_device_mappings=[{"ebs": {"encrypted": "true", "kms_key_id": key.arn}}]',
    same_intent_as=("CKV_AWS_200",),
    aws_docs="https://docs.aws.amazon.com/imagebuilder/latest/userguide/create-image-recipes.html",
)
def imagebuilder_recipe_encrypted_volumes(resource: Resource) -> Iterator[Finding]:
    for path, mapping in items(resource, "blockDeviceMappings"):
        disk = is_specified(at(mapping, "ebs"))
        off = not_(equal(at(mapping, "ebs.encrypted"), option=True))
        yield from found(all_of([disk, off]), resource, f"{path}.ebs.encrypted", True)
        own = is_given(at(mapping, "ebs.kmsKeyId"))
        where = f"{path}.ebs.kmsKeyId"
        yield from found(all_of([disk, not_(own)]), resource, where, A_KEY_OF_OURS)


RULES: tuple[Rule, ...] = (
    imagebuilder_distribution_customer_managed_key,
    imagebuilder_recipe_encrypted_volumes,
    input_rule(
        "imagebuilder-imdsv2-required",
        must_be("instanceMetadataOptions.httpTokens", "required"),
        types=("aws:imagebuilder/infrastructureConfiguration:InfrastructureConfiguration",),
        concern="security",
        severity="medium",
        title="EC2 Image Builder build instance admits version 1 of the metadata service",
        risk="Build scripts can be made to hand out the instance's credentials.",
        fix='instance_metadata_options={"http_tokens": "required"}',
        aws_docs="https://docs.aws.amazon.com/imagebuilder/latest/userguide/manage-infra-config.html",
    ),
)
