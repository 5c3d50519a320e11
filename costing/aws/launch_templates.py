"""Inputs by which instances, Auto Scaling groups and EKS node groups name their launch template."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from costing.model import UNKNOWN, Unknown

Found = TypeVar("Found")

TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
SPECIFICATION = "mixedInstancesPolicy.launchTemplate.launchTemplateSpecification"
TEMPLATE_PATHS = (
    "launchTemplate.id",
    "launchTemplate.name",
    f"{SPECIFICATION}.launchTemplateId",
    f"{SPECIFICATION}.launchTemplateName",
)


def first_template(
    follow: Callable[[str, str], Found | Unknown | None],
    paths: Iterable[str] = TEMPLATE_PATHS,
) -> Found | Unknown | None:
    """Return the launch template that one of the paths refers to.

    `follow` takes a path and a type. UNKNOWN: a path leads outside the stack; None: none is set.
    """
    found = [each for path in paths if (each := follow(path, TEMPLATE)) is not None]
    known = (each for each in found if each is not UNKNOWN)
    return next(known, UNKNOWN if found else None)
