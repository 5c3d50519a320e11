"""Values that a preview takes for known although only a deployment tells them."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Assumptions:
    ids: bool = False  # give the program made-up ids, ARNs and names: its callbacks run on them
    stack_outputs: Path | None = None  # a file with the outputs of other stacks


NONE = Assumptions()
