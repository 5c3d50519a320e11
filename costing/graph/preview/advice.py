"""The options that give a failed program what it lacked: credentials, network, variables, home."""

from collections.abc import Mapping

from costing.graph.preview.access import Access
from costing.graph.preview.exit_message import Ending
from costing.graph.preview.process import Process
from costing.graph.preview.project import ELSEWHERE


def advised(ending: Ending, process: Process, access: Access, environ: Mapping[str, str]) -> Ending:
    """Return an ending with its `advice`: options to use; empty where there is none."""
    if not ending:
        return ending
    home = str(process.home)
    message = ending["message"].replace(home, "~")
    lacked = lacking(access, cut=not process.not_cut)
    outside = ending.get("outside")
    changed = {"message": message, "advice": ""}
    if ending.get("variable") in environ:
        name = ending["variable"]
        changed["advice"] = f"{name} is set, but not passed to programs: use --with-env {name}"
    elif outside and lacked:
        changed |= of_outside(outside, message, lacked)
    elif message != ending["message"]:
        changed["advice"] = "programs run with an empty home folder: use --with-env HOME"
    return {**ending, **changed}


def lacking(access: Access, *, cut: bool) -> Mapping[str, str]:
    """Return what programs run without, and for each the option that gives it."""
    found = {}
    if not access.credentials:
        found["credentials"] = "--with-credentials"
    if cut and not access.network:
        found["network"] = "--with-network"
    return found


def of_outside(outside: Ending, message: str, lacked: Mapping[str, str]) -> dict[str, str]:
    call = outside["call"]
    match outside["to"]:
        case "aws":
            said, wanted = f"the program calls AWS itself ({detail(outside, message)})", lacked
        case "network":
            said = f"the program needs the network{f' ({call})' if call else ''}"
            wanted = {key: option for key, option in lacked.items() if key == "network"}
        case _:
            said, wanted = f"the command {call} may need more", lacked
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
    """Return "sts:GetCallerIdentity, botocore NoCredentialsError", or the command line tool."""
    call, cause = outside["call"], outside["cause"]
    if cause == "CalledProcessError":
        return f"the command {call}"
    return f"{call}, botocore {cause}" if call else f"botocore {cause}: {message}"
