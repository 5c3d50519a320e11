"""Write policies/data/taggable.txt: the types that can be tagged, as pulumi_aws declares them.

    python -m tools.taggable

A type can be tagged where it takes `tags` and tells `tags_all`, as the provider's do that honour
default tags; an Auto Scaling group takes a list of tags and tells none.
"""

import re
from importlib.metadata import distribution
from pathlib import Path

from costing.graph.schema.tokens import aliases

TARGET = Path(__file__).parent.parent / "policies" / "data" / "taggable.txt"
TOKEN = re.compile(r"super\(\w+, __self__\)\.__init__\(\s*'(aws:[^']+)'")
ALWAYS = ("aws:autoscaling/group:Group",)


def taggable(package: Path) -> list[str]:
    found = set(ALWAYS)
    for path in package.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "def tags_all(self)" in text and "def tags(self)" in text:
            found.update(TOKEN.findall(text))
    return sorted(found - aliases().keys())


if __name__ == "__main__":
    package = Path(str(distribution("pulumi_aws").locate_file("pulumi_aws")))
    TARGET.write_text("\n".join(taggable(package)) + "\n", encoding="utf-8")
