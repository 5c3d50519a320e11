"""Allocation of a bill to owners: direct cost, shared cost split by stated rules, unit cost.

The file, in YAML:

    by: tag:team                  # owner of a line: tag:KEY, component, account, region, …
    shared:                       # the first rule that matches a line takes it
      - name: support
        match: {service: AWS Support}
        split: direct             # by the owners' direct cost; or equal; or {search: 60, ads: 40}
    units:
      - name: thousand requests
        quantity: 125000          # of the bill's period
        owner: search             # default: the whole bill
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from costing.actuals.bill import Bill
from costing.actuals.formats import sql_text
from costing.actuals.totals import NONE, key_expression
from costing.errors import CallError, FileError
from costing.files import yaml_file
from costing.files.text import content_of, decoded
from costing.files.validation import mistake
from costing.model import ZERO
from costing.units import divide

CENT = Decimal("0.01")
Positive = Annotated[Decimal, Field(gt=0, allow_inf_nan=False)]
NotNegative = Annotated[Decimal, Field(ge=0, allow_inf_nan=False)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Shared(Strict):
    """Lines that belong to no one owner, and how their cost is split."""

    name: str = Field(min_length=1)
    match: Mapping[str, str] = Field(min_length=1)  # part of the bill → value; all must match
    split: Literal["direct", "equal"] | Mapping[str, NotNegative] = "direct"


class UnitOfWork(Strict):
    """Business unit that cost is divided by."""

    name: str = Field(min_length=1)
    quantity: Positive
    owner: str | None = None


class Allocation(Strict):
    by: str = Field(min_length=1)
    shared: Sequence[Shared] = ()
    units: Sequence[UnitOfWork] = ()


@dataclass(frozen=True, slots=True)
class Owner:
    """Cost of an owner in the bill's currency. `shared`: by the name of the rule."""

    name: str
    direct: Decimal
    shared: Mapping[str, Decimal]

    @property
    def total(self) -> Decimal:
        return self.direct + sum(self.shared.values(), ZERO)


@dataclass(frozen=True, slots=True)
class UnitCost:
    name: str
    owner: str | None  # None: the whole bill
    quantity: Decimal
    cost: Decimal

    @property
    def per_unit(self) -> Decimal:
        return divide(self.cost, self.quantity)


@dataclass(frozen=True, slots=True)
class Allocated:
    """All of a bill's cost, once. `unallocated`: direct cost of lines without an owner."""

    by: str
    owners: Sequence[Owner]  # the highest total first
    unallocated: Decimal
    unsplit: Mapping[str, Decimal]  # rule → cost that has no owner to go to
    units: Sequence[UnitCost]

    @property
    def total(self) -> Decimal:
        owners = sum((each.total for each in self.owners), ZERO)
        return owners + self.unallocated + sum(self.unsplit.values(), ZERO)


def read(path: Path) -> Allocation:
    """Raise FileError for a file that is no allocation."""
    document = yaml_file.parsed(decoded(content_of(path), str(path)), str(path))
    if document.value is None:
        raise FileError(f"{path}: the file is empty; write at least: by: tag:team")
    try:
        found = Allocation.model_validate(document.value)
        checked(found)
    except ValidationError as error:
        raise FileError(mistake(error, Allocation, document)) from error
    except CallError as error:
        raise FileError(f"{path}: {str(error).removeprefix('--by ')}") from error
    return found


def checked(rules: Allocation) -> None:
    """Raise CallError for a part of the bill that does not exist, or a rule named twice."""
    for part in (rules.by, *(part for each in rules.shared for part in each.match)):
        key_expression(part)
    names = [each.name for each in rules.shared]
    for name in names:
        if names.count(name) > 1:
            raise CallError(f"shared: the name {name} is used twice; names are those of columns")
    for each in rules.shared:
        if isinstance(each.split, Mapping) and not sum(each.split.values(), ZERO):
            raise CallError(f"shared: {each.name}: the shares of split add up to 0")


def allocated(bill: Bill, rules: Allocation, component_tag: str) -> Allocated:
    """Return the cost of each owner. Raise CallError for a unit of an owner without cost."""
    owner = key_expression(rules.by, component_tag)
    cases = "".join(
        f" WHEN {condition(each, component_tag)} THEN {sql_text(each.name)}"
        for each in rules.shared
    )
    rule = f"CASE{cases} END" if cases else "NULL"
    rows = bill.rows(
        f"SELECT {rule}, CASE WHEN {rule} IS NULL THEN {owner} END, sum({bill.cost_column}) "
        "FROM lines GROUP BY 1, 2"
    )
    direct = {str(key): cost or ZERO for name, key, cost in rows if name is None and key}
    without = sum((cost or ZERO for name, key, cost in rows if name is None and not key), ZERO)
    shared = {str(name): cost or ZERO for name, _, cost in rows if name is not None}
    return result(rules, direct, without, shared)


def condition(rule: Shared, component_tag: str) -> str:
    """Return the SQL of a rule; "(none)" matches lines without a value."""
    return " AND ".join(
        f"coalesce({key_expression(part, component_tag)}, '{NONE}') = {sql_text(value)}"
        for part, value in rule.match.items()
    )


def result(
    rules: Allocation,
    direct: Mapping[str, Decimal],
    unallocated: Decimal,
    shared: Mapping[str, Decimal],
) -> Allocated:
    parts: dict[str, dict[str, Decimal]] = {}
    unsplit: dict[str, Decimal] = {}
    for rule in rules.shared:
        cost = shared.get(rule.name, ZERO)
        weights = shares(rule, direct)
        if not weights and cost:
            unsplit[rule.name] = cost
        for name, part in split(cost, weights).items():
            parts.setdefault(name, {})[rule.name] = part
    owners = [
        Owner(name, direct.get(name, ZERO), parts.get(name, {})) for name in {**direct, **parts}
    ]
    owners.sort(key=lambda each: (-each.total, each.name))
    found = Allocated(rules.by, owners, unallocated, unsplit, ())
    units = [unit_cost(each, found) for each in rules.units]
    return Allocated(rules.by, owners, unallocated, unsplit, units)


def shares(rule: Shared, direct: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Return the weight of each owner in a split; owners with credits alone have none."""
    if isinstance(rule.split, Mapping):
        return {name: weight for name, weight in rule.split.items() if weight}
    positive = {name: cost for name, cost in direct.items() if cost > 0}
    return dict.fromkeys(positive, Decimal(1)) if rule.split == "equal" else positive


def split(cost: Decimal, weights: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Return a cost in cents by weight; what rounding leaves goes to the largest weight."""
    if not weights:
        return {}
    whole = sum(weights.values(), ZERO)
    parts = {name: divide(cost * weight, whole).quantize(CENT) for name, weight in weights.items()}
    largest = max(weights, key=lambda name: (weights[name], name))
    parts[largest] += cost - sum(parts.values(), ZERO)
    return parts


def unit_cost(unit: UnitOfWork, found: Allocated) -> UnitCost:
    if unit.owner is None:
        return UnitCost(unit.name, None, unit.quantity, found.total)
    for owner in found.owners:
        if owner.name == unit.owner:
            return UnitCost(unit.name, unit.owner, unit.quantity, owner.total)
    known = ", ".join(sorted(each.name for each in found.owners)[:10]) or "none"
    raise CallError(
        f"units: {unit.name}: the bill has no cost of owner {unit.owner}; owners are: {known}"
    )
