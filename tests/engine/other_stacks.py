"""Stacks that a program refers to, put into a local backend with the outputs of a file."""

import json
from typing import Any

from ruamel.yaml import YAML

from costing.graph.preview.values import SECRET, SIGNATURE
from tests.engine.command import Pulumi

OUTPUTS = "plimsoll:stackOutputs"  # setting with the file's name
YAML_FILE = YAML(typ="safe")
ORGANIZATION = "organization"  # the only one of a local backend
STACK = "pulumi:pulumi:Stack"


def deploy_others(pulumi: Pulumi, stack: str) -> None:
    """Import the stacks of a project's outputs file; use the backend's organization in it all."""
    settings = pulumi.project / f"Pulumi.{stack}.yaml"
    config = (YAML_FILE.load(settings) or {}).get("config") or {}
    if OUTPUTS not in config:
        return
    file = pulumi.project / config[OUTPUTS]
    stacks = YAML_FILE.load(file)
    for organization in {name.partition("/")[0] for name in stacks}:
        for path in (file, settings, *pulumi.project.rglob("*.py")):
            path.write_text(path.read_text().replace(f"{organization}/", f"{ORGANIZATION}/"))
    for name, outputs in stacks.items():
        _, project, other = name.split("/")
        folder = pulumi.home / project
        folder.mkdir(parents=True)
        (folder / "Pulumi.yaml").write_text(f"name: {project}\nruntime: yaml\n")
        its = Pulumi(folder, pulumi.home)
        its("stack", "init", other)
        settings = YAML_FILE.load(folder / f"Pulumi.{other}.yaml")
        imported = deployment(project, other, outputs, settings["encryptionsalt"])
        (folder / "deployment.json").write_text(json.dumps(imported))
        its("stack", "import", "--file", "deployment.json")


def deployment(project: str, stack: str, outputs: dict[str, Any], salt: str) -> dict[str, Any]:
    """Return a deployment of nothing but a stack with outputs; `salt` encrypts its secrets."""
    urn = f"urn:pulumi:{stack}::{project}::{STACK}::{project}-{stack}"
    shown = {key: secret(value) for key, value in outputs.items()}
    return {
        "version": 3,
        "deployment": {
            "manifest": {"time": "2026-11-30T00:00:00Z", "magic": "", "version": ""},
            "secrets_providers": {"type": "passphrase", "state": {"salt": salt}},
            "resources": [{"urn": urn, "custom": False, "type": STACK, "outputs": shown}],
        },
    }


def secret(value: Any) -> Any:
    return {SIGNATURE: SECRET, "plaintext": '"made-up"'} if value == "[secret]" else value
