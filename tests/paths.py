"""Folders that tests read."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FILES = ROOT / "tests" / "files"
GOLDEN = ROOT / "tests" / "golden"
SHARED = ROOT.parent / "shared"  # absent in a clone: tests that need it skip
