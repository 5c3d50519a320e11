"""Entry point of the Pulumi program: read settings, declare the platform, export its outputs."""

import pulumi

from infra.configuration import read_settings, stack_configuration
from infra.platform import platform

project = pulumi.get_project()
settings = read_settings(stack_configuration(), project)
for name, value in platform(settings, project).items():
    pulumi.export(name, value)
