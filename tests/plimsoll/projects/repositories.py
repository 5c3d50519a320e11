"""Content of repositories with several projects."""

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.plimsoll.shop import step

GB = 40_000  # below the first tier of S3 alone, above it with a second bucket
FILE = """
version: 1
projects:
  - folder: web
    source: web.json
    account: {accounts[0]}
    stacks: {{prod: {{usage: usage.yaml, profile: dev, budget: 100}}}}
  - folder: api
    source: api.json
    account: {accounts[1]}
    stacks: {{prod: {{usage: usage.yaml, profile: dev}}}}
"""
PROGRAM = "import pulumi_aws as aws\naws.s3.Bucket('models')\n"


def preview(project: str) -> dict[str, Any]:
    steps = [
        step("pulumi:providers:aws", "default", {"region": "us-east-1"}),
        step("aws:s3/bucket:Bucket", "models", {}),
    ]
    document = {"config": {"aws:region": "us-east-1"}, "steps": steps}
    return json.loads(json.dumps(document).replace("::shop::", f"::{project}::"))  # type: ignore[no-any-return]


def write_file(folder: Path, accounts: tuple[str, str] = ("1", "1")) -> None:
    written = FILE.format(accounts=[json.dumps(each) for each in accounts])
    (folder / "plimsoll.yaml").write_text(written)


def write_program(folder: Path, code: str = PROGRAM) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "Pulumi.yaml").write_text(f"name: {folder.name}\nruntime: python\n")
    (folder / "Pulumi.dev.yaml").write_text("config: {aws:region: us-east-1}\n")
    (folder / "__main__.py").write_text(code)


def git(folder: Path, *arguments: str) -> None:
    own = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    subprocess.run(["git", "-C", folder, *own, *arguments], check=True, capture_output=True)  # noqa: S603, S607


def commit(folder: Path) -> None:
    git(folder, "init")
    git(folder, "add", ".")
    git(folder, "commit", "-m", "first")
