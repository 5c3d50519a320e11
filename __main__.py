"""The platform's program: settings → platform → outputs."""

import pulumi

from infra.configuration import configured, read
from infra.platform import platform

project = pulumi.get_project()
settings = read(configured(), project)
for name, value in platform(settings, project).items():
    pulumi.export(name, value)
