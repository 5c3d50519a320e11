"""Reach of names: a name means a resource of one account and region only."""

import re
from itertools import chain
from typing import TYPE_CHECKING

from costing.model import GLOBAL

if TYPE_CHECKING:
    from costing.graph.resource import Resource

# Inputs with a name that is unique in one account and region only.
LOCAL_NAMES = (
    "name",
    "family",
    "functionName",
    "clusterIdentifier",
    "identifier",
    "replicationGroupId",
    "clusterId",
)
ACCOUNT = re.compile(r"arn:[\w-]+:iam::(\d{12}):")


def is_out_of_reach(target: "Resource", resource: "Resource", value: str) -> bool:
    """Return whether a text is the name of a resource in another account or region.

    An id, an ARN, a bucket name or a host name is unique in all accounts and regions.
    """
    if not is_local_name(target, value):
        return False
    regions = target.region, resource.region
    accounts = account_id(target), account_id(resource)
    apart = None not in accounts and accounts[0] != accounts[1]
    regional = all(isinstance(each, str) and each != GLOBAL for each in regions)
    return apart or (regional and regions[0] != regions[1])


def may_be_elsewhere(target: "Resource", resource: "Resource", value: object) -> bool:
    """Return whether a name may mean a resource of another account, which is not in the stack."""
    if target.account == resource.account or not is_local_name(target, value):
        return False
    depends = {*resource.dependencies, *chain(*resource.property_dependencies.values())}
    named = {each.urn for listed in resource.references.values() for each in listed}
    return target.urn not in depends | named and account_id(target) != account_id(resource)


def is_local_name(target: "Resource", value: object) -> bool:
    return any(target.inputs.get(key) == value for key in LOCAL_NAMES)


def account_id(resource: "Resource") -> str | None:
    """Return the account of the role that the provider assumes; None if it is not known."""
    found = ACCOUNT.search(resource.account)
    return found[1] if found else None
