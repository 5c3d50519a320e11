"""Make the files beside this one again, with Pulumi's own engine (`make engine`).

`python -m tests.files.make`: deploys the program of `shop/` against the provider's double, then
previews a change of it.
"""

import os
import sys
import tempfile
from pathlib import Path

from tests.engine.command import ROOT, Pulumi, copied

HERE = Path(__file__).parent
STREAMED = "PULUMI_ENABLE_STREAMING_JSON_PREVIEW"


def main(folder: Path) -> None:
    pulumi = Pulumi(copied(HERE / "shop", folder), folder)
    pulumi("stack", "init", "prod")
    pulumi("config", "set", "aws:region", "us-east-1")
    pulumi("config", "set", "password", "correct horse", "--secret")
    keep("first.preview.json", pulumi("preview", "--json"))
    os.environ[STREAMED] = "1"
    keep("first.events.jsonl", pulumi("preview", "--json"))
    del os.environ[STREAMED]
    pulumi("up", "--yes", "--skip-preview")
    keep("export.json", pulumi("stack", "export"))
    keep("export.secrets.json", pulumi("stack", "export", "--show-secrets"))
    stored = folder / "backend" / ".pulumi" / "stacks" / "shop" / "prod.json"
    keep("checkpoint.json", stored.read_text())
    keep("same.preview.json", pulumi("preview", "--json", "--show-sames"))
    pulumi("config", "set", "changed", "true")
    keep("change.preview.json", pulumi("preview", "--json", "--show-sames"))
    keep("part.preview.json", pulumi("preview", "--json"))
    steps = pulumi("preview", "--json", "--show-sames", "--show-replacement-steps")
    keep("steps.preview.json", steps)
    keep("failed.preview.json", pulumi("destroy", "--preview-only", "--json", fails=True))
    gone = pulumi("destroy", "--preview-only", "--json", "--exclude-protected")
    keep("destroy.preview.json", gone)


def keep(name: str, text: str) -> None:
    """Write a file without the places it was made in."""
    for place, other in ((ROOT, "plimsoll"), (sys.base_prefix, "python")):
        text = text.replace(f"{place}/"[1:], f"{other}/")
    (HERE / name).write_text(text)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        main(Path(made))
