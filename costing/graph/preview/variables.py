"""Record the environment variables that a program reads, in the program's process.

Imported by child.py, which runs with the program's interpreter: standard library only.
"""

from __future__ import annotations

import os
import sys
from types import FrameType
from typing import Any, ClassVar

from .frames import own_line

REGIONS = ("AWS_REGION", "AWS_DEFAULT_REGION")
PROVIDER = os.path.join("pulumi_aws", "provider.py")
MAPPING = "_collections_abc.py"  # file of Mapping.get
NEAR = 8  # frames between the environment and the SDK's provider


class RecordedEnvironment(type(os.environ)):  # type: ignore[misc]
    """os.environ that records the variables that are read."""

    root = ""
    missing: ClassVar[dict[str, str]] = {}  # name → the program's line
    of_provider: ClassVar[set[str]] = set()  # variables that gave a provider its region

    @classmethod
    def install(cls, root: str) -> None:
        cls.root = root
        os.environ.__class__ = cls

    @classmethod
    def report(cls) -> dict[str, Any]:
        return {"missing": cls.missing, "of_provider": sorted(cls.of_provider)}

    def __getitem__(self, key: Any) -> Any:
        try:
            value = super().__getitem__(key)
        except KeyError:
            self.note_missing(key, sys._getframe(1))
            raise
        if key in REGIONS and value and is_provider(sys._getframe(1)):
            self.of_provider.add(key)
        return value

    def note_missing(self, key: Any, frame: FrameType | None) -> None:
        """Record a variable that a line of the program reads; ignore lines of libraries."""
        while frame is not None and is_standard(frame):
            frame = frame.f_back
        if frame is None or key in self.missing:
            return
        line = own_line(frame.f_code.co_filename, frame.f_lineno, self.root)
        if line:
            self.missing[key] = line


def is_standard(frame: FrameType) -> bool:
    name = frame.f_code.co_filename
    return name == os.__file__ or name.endswith(MAPPING) or name.startswith("<frozen ")


def is_provider(frame: FrameType | None) -> bool:
    for _ in range(NEAR):
        if frame is None:
            return False
        if frame.f_code.co_filename.endswith(PROVIDER):
            return True
        frame = frame.f_back
    return False
