"""Local HTTP server of small files in AWS's formats; it can break off an answer."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

from tests import http_server


@dataclass
class Served:
    files: dict[str, bytes]
    cut_at: int | None = None  # bytes after which the next answer breaks off
    tagged: bool = True  # whether answers have an entity tag
    asked: list[str] = field(default_factory=list)  # path and range of each request
    address: str = ""


@contextmanager
def serving(served: Served) -> Iterator[Served]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range", "")
            served.asked.append(f"{self.path} {wanted}".strip())
            content = served.files.get(self.path)
            if content is None:
                self.send_error(404)
                return
            tag = f'"{zlib.crc32(content)}"'
            if self.headers.get("If-None-Match") == tag:
                self.send_response(304)
                self.end_headers()
                return
            if self.headers.get("If-Range", tag) != tag:
                wanted = ""
            begin = int(wanted.removeprefix("bytes=").rstrip("-") or 0)
            if wanted and begin >= len(content):
                self.send_error(416)
                return
            self.send_response(206 if wanted else 200)
            if served.tagged:
                self.send_header("ETag", tag)
            self.send_header("Content-Length", str(len(content) - begin))
            self.end_headers()
            cut, served.cut_at = served.cut_at, None
            self.wfile.write(content[begin : cut or len(content)])

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with http_server.serving(Handler) as served.address:
        yield served
