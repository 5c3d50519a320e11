"""Position of a resource's declaration in the program."""

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pulumi.runtime.proto import resource_pb2, source_pb2

NOT_THE_PROGRAM = {"site-packages", "dist-packages", "node_modules"}


def position(
    request: resource_pb2.RegisterResourceRequest | resource_pb2.ReadResourceRequest, folder: Path
) -> str | None:
    """Return the line that declares a resource, from the project's folder: "infra/network.py:41".

    For a resource that a library creates, return the line that calls the library.
    """
    for place in (request.sourcePosition, *frames(request.stackTrace)):
        found = inside(Path(unquote(urlsplit(place.uri).path)), folder) if place.uri else None
        if found:
            return f"{found}:{place.line}"
    return None


def inside(path: Path, folder: Path) -> str | None:
    """Return a program file's path from its folder; None for other files."""
    if not path.is_relative_to(folder):
        return None
    found = path.relative_to(folder)
    return None if NOT_THE_PROGRAM.intersection(found.parts) else found.as_posix()


def frames(trace: source_pb2.StackTrace) -> Iterable[source_pb2.SourcePosition]:
    return (frame.pc for frame in trace.frames)
