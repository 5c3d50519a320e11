"""Subnets of one tier of a VPC, new or existing."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi


@dataclass(frozen=True, slots=True)
class Subnets:
    """One subnet per Availability Zone; the order of zones is the order of placement."""

    vpc_id: pulumi.Input[str]
    by_zone: Mapping[str, pulumi.Input[str]]  # subnet ids

    @property
    def ids(self) -> list[pulumi.Input[str]]:
        return list(self.by_zone.values())

    @property
    def zones(self) -> list[str]:
        return list(self.by_zone)
