"""Pulumi's command line for a project, with its own backend, home folder and passphrase."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

from tests.engine.build import YAML_HOST, script
from tests.infra.stacks import stack_file

ROOT = Path(__file__).resolve().parents[2]
BIN = ROOT / ".engine" / "bin"
# Packages of the programs in tests/programs, each served by the provider double.
PACKAGES = ("aws", "cloudflare", "command", "datadog", "docker", "random", "tls")
PLUGIN_LOST = "exited prematurely"


def built() -> bool:
    return (BIN / "pulumi").exists() and (BIN / "pulumi-resource-aws").exists()


def has_yaml_host() -> bool:
    """Return whether the engine can run YAML programs; an official Pulumi has its own host."""
    return (BIN / YAML_HOST).exists() or shutil.which(YAML_HOST) is not None


@dataclass(frozen=True, slots=True)
class Pulumi:
    """Pulumi's command line on a project's folder; its state and plugins are in `home`."""

    project: Path
    home: Path
    aws: str = "tests.engine.provider_double"  # module of the plugin of package aws

    def __call__(self, *arguments: str | Path, fails: bool = False) -> str:
        """Return the output of a command. Raise AssertionError unless it fails as expected.

        On a busy machine the engine loses a plugin at times; a preview is then run again.
        """
        ended = self.run(*arguments)
        if "preview" in arguments and PLUGIN_LOST in ended.stdout + ended.stderr:
            ended = self.run(*arguments)
        assert (ended.returncode != 0) == fails, f"{ended.stdout}\n{ended.stderr}"
        return ended.stdout + (ended.stderr if fails else "")

    def run(self, *arguments: str | Path) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [BIN / "pulumi", *arguments, "--non-interactive"],
            cwd=self.project,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )

    def environment(self) -> dict[str, str]:
        backend = self.home / "backend"
        backend.mkdir(parents=True, exist_ok=True)
        path = [
            str(self.providers()),
            str(BIN),
            str(Path(sys.executable).parent),
            os.environ.get("PATH", ""),
        ]
        return os.environ | {
            "PATH": os.pathsep.join(path),
            "VIRTUAL_ENV": str(Path(sys.executable).parents[1]),
            "PULUMI_HOME": str(self.home / "home"),
            "PULUMI_BACKEND_URL": f"file://{backend}",
            "PULUMI_CONFIG_PASSPHRASE": "plimsoll",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def providers(self) -> Path:
        """Return the folder with a plugin for each package."""
        folder = self.home / "plugins"
        folder.mkdir(parents=True, exist_ok=True)
        for package in PACKAGES:
            module = self.aws if package == "aws" else "tests.engine.provider_double"
            script(folder, f"pulumi-resource-{package}", f"{module} {package}")
        return folder


def stack_of(
    project: Path, stack: str, folder: Path, aws: str = "tests.engine.provider_double"
) -> Pulumi:
    """Return Pulumi on a copy of a project in the folder, with its stack initialized."""
    copy = copied(project, folder)
    if stack == "everything":  # all optional components: no stack file of the repository
        YAML(typ="safe").dump(stack_file(stack), copy / f"Pulumi.{stack}.yaml")
    pulumi = Pulumi(copy, folder / "kept", aws)
    pulumi("stack", "init", stack)
    return pulumi


def copied(project: Path, folder: Path) -> Path:
    """Return a copy of a project, because Pulumi writes to its stack files."""
    ours = (".*", "build", "tests", "docs", "benchmarks") if project == ROOT else ()
    ignored = shutil.ignore_patterns(*ours, "__pycache__")
    copy = Path(shutil.copytree(project, folder / project.name, ignore=ignored))
    if project == ROOT:  # Pulumi.yaml names its virtual environment
        (copy / ".venv").symlink_to(sys.prefix)
    return copy
