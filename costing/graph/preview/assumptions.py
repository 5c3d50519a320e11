"""Assumed values of a preview for values that are known only after deployment."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Assumptions:
    ids: bool = False  # give the program generated ids, ARNs and names, so that its callbacks run
    stack_outputs: Path | None = None  # file with the outputs of other stacks


NONE = Assumptions()
