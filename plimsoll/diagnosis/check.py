"""Result of a check."""

from dataclasses import dataclass
from typing import Literal

Status = Literal["ok", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Check:
    status: Status
    name: str
    text: str

    def __str__(self) -> str:
        return f"{self.status:<8} {self.name}: {self.text}"
