"""Rules of a team: Python files with the rules' decorators, and YAML files with simple rules.

`docs/custom-rules.md` describes both.
"""

from policies.custom.examples import Example, example, resource
from policies.custom.load import EMPTY, Custom, load, with_custom

__all__ = ["EMPTY", "Custom", "Example", "example", "load", "resource", "with_custom"]
