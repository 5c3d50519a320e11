"""Options to recommend after a program failed without credentials, network or variables."""

from collections.abc import Mapping

from costing.graph.preview.access import Access
from costing.graph.preview.exit_message import Ending
from costing.graph.preview.process import Process
from costing.graph.preview.project import ELSEWHERE


def with_advice(
    ending: Ending, process: Process, access: Access, environ: Mapping[str, str]
) -> Ending:
    """Return an ending with `advice`: options to use, or empty text."""
    if not ending:
        return ending
    home = str(process.home)
    message = ending["message"].replace(home, "~")
    missing = missing_access(access, cut=not process.not_cut)
    outside = ending.get("outside")
    changed = {"message": message, "advice": ""}
    if ending.get("variable") in environ:
        name = ending["variable"]
        changed["advice"] = f"{name} is set, but not passed to programs: use --with-env {name}"
    elif outside and missing:
        changed |= of_outside(outside, message, missing)
    elif message != ending["message"]:
        changed["advice"] = "programs run with an empty home folder: use --with-env HOME"
    return {**ending, **changed}


def missing_access(access: Access, *, cut: bool) -> Mapping[str, str]:
    """Return the access that the program does not have, each with the option that grants it."""
    found = {}
    if not access.credentials:
        found["credentials"] = "--with-credentials"
    if cut and not access.network:
        found["network"] = "--with-network"
    return found


def of_outside(outside: Ending, message: str, missing: Mapping[str, str]) -> dict[str, str]:
    call = outside["call"]
    match outside["to"]:
        case "aws":
            said, wanted = f"the program calls AWS itself ({detail(outside, message)})", missing
        case "network":
            said = f"the program needs the network{f' ({call})' if call else ''}"
            wanted = {key: option for key, option in missing.items() if key == "network"}
        case _:
            said, wanted = f"the command {call} may need more access", missing
    if not wanted:
        return {}
    advice = (
        f"programs run without {' and '.join(wanted)}: use {' '.join(wanted.values())}, "
        f"or run: {ELSEWHERE}"
    )
    if outside["to"] == "aws" and outside["direct"]:
        return {"kind": "Outside", "message": said, "advice": advice}
    return {"advice": f"{said}; {advice}"}


def detail(outside: Ending, message: str) -> str:
    """Return the failed AWS call: "sts:GetCallerIdentity, botocore NoCredentialsError"."""
    call, cause = outside["call"], outside["cause"]
    if cause == "CalledProcessError":
        return f"the command {call}"
    return f"{call}, botocore {cause}" if call else f"botocore {cause}: {message}"
