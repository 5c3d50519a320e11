"""Server with the state of its projects; its features are in `features`."""

import asyncio
from pathlib import Path

from lsprotocol import types as lsp
from pygls import uris
from pygls.lsp.server import LanguageServer

from plimsoll.language_server import diagnostics as published
from plimsoll.language_server import lines, session, worker, yaml_files
from plimsoll.language_server.session import Options, Project
from plimsoll.language_server.values import Analysis, Problem

STATUS_NOTE = "plimsoll/status"
AT_ONCE = 2  # programs that run at the same time
LARGEST = 1_000_000  # bytes of a program file whose changed lines are followed


class Server(LanguageServer):
    """Language server with the state of its projects. `work` analyzes a project."""

    def __init__(self, version: str, work: worker.Work) -> None:
        super().__init__("plimsoll", version)
        self.work = work
        self.options = Options()
        self.projects: dict[Path, Project] = {}
        self.tasks: dict[Path, asyncio.Task[None]] = {}
        self.slots = asyncio.Semaphore(AT_ONCE)
        self.refused: set[Path] = set()

    @property
    def roots(self) -> list[Path]:
        return [path_of(uri) for uri in self.workspace.folders]

    def project(self, path: Path) -> Project | None:
        """Return the project of a file; say once why a file has none."""
        folder = session.project_of(path, self.roots)
        if folder is not None:
            return self.projects.setdefault(folder, Project(folder))
        if path not in self.refused and path.suffix == ".py":
            self.refused.add(path)
            text = f"{path}: no Pulumi.yaml above it in the workspace; open the project's folder"
            self.window_log_message(lsp.LogMessageParams(lsp.MessageType.Info, text))
        return None

    def schedule(self, project: Project, delay: float) -> None:
        """Analyze a project after a delay; an analysis that still runs is ended."""
        if (earlier := self.tasks.get(project.folder)) is not None:
            earlier.cancel()
        task = asyncio.get_running_loop().create_task(self.run(project, delay))
        self.tasks[project.folder] = task

    async def run(self, project: Project, delay: float) -> None:
        await asyncio.sleep(delay)
        async with self.slots:
            project.running = True
            self.tell(project)
            try:
                request = session.request_of(project.folder, self.options)
                session.accepted(project, await worker.analysis(request, self.work))
                if project.current:
                    project.analyzed = program_lines(project)
            finally:
                project.running = False
        self.publish(project)

    def publish(self, project: Project) -> None:
        """Send diagnostics, status and the request to ask for lenses and hints again."""
        found = session.shown(project)
        if found is None:
            return
        files = {project.folder / file: each for file, each in published.by_file(found).items()}
        for path in sorted(project.published - set(files)):
            self.send(path, [])
        for path, problems in files.items():
            self.send(path, published.diagnostics(problems, project.folder))
        project.published = set(files)
        self.tell(project)
        self.refresh()

    def send(self, path: Path, found: list[lsp.Diagnostic]) -> None:
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(path.as_uri(), found))

    def tell(self, project: Project) -> None:
        self.protocol.notify(STATUS_NOTE, session.status(project))

    def refresh(self) -> None:
        able = self.client_capabilities.workspace
        if able and able.code_lens and able.code_lens.refresh_support:
            self.workspace_code_lens_refresh(None)
        if able and able.inlay_hint and able.inlay_hint.refresh_support:
            self.workspace_inlay_hint_refresh(None)

    def text(self, uri: str) -> list[str]:
        return self.workspace.get_text_document(uri).source.splitlines()

    def view(self, uri: str) -> "View | None":
        path = path_of(uri)
        project = self.project(path)
        found = project.result if project else None
        if project is None or found is None:
            return None
        return View(project, found, path, self.text(uri))

    def check_yaml(self, uri: str, *, saved: bool) -> None:
        """Publish the mistakes of a YAML file that Plimsoll reads."""
        path = path_of(uri)
        project = self.project(path)
        kind = yaml_files.kind_of(path, project.result if project else None)
        if kind is None:
            return
        text = self.workspace.get_text_document(uri).source
        found = yaml_files.mistakes(path, text)
        if saved and not found:
            found = yaml_files.mistakes_of_saved(kind, path)
        self.send(path, published.diagnostics(found, path.parent))


class View:
    """A file with the last good result of its project."""

    def __init__(self, project: Project, found: Analysis, path: Path, text: list[str]) -> None:
        self.found, self.text = found, text
        self.file = path.relative_to(project.folder).as_posix()
        was = project.analyzed.get(self.file, text)
        self.lines = lines.moved(was, text)  # analyzed line → line now
        self.current = project.current and was == text

    def was(self, line: int) -> int:
        """Return the analyzed line of a line now (the first is 0); 0 for a new line."""
        return next((was for was, now in self.lines.items() if now == line + 1), 0)

    def problems(self, range_: lsp.Range) -> list[Problem]:
        """Return the findings of the rules at lines of a range."""
        among = range(range_.start.line, range_.end.line + 1)
        return [
            each
            for each in self.found.problems
            if each.fix
            and each.place
            and each.place.file == self.file
            and self.lines.get(each.place.line, 0) - 1 in among
        ]


def path_of(uri: str) -> Path:
    return Path(uris.to_fs_path(uri) or uri)


def program_lines(project: Project) -> dict[str, list[str]]:
    """Return the lines of the files with resources, as they are on the disk."""
    items = project.result.items if project.result else ()
    found = {}
    for file in {each.place.file for each in items}:
        path = project.folder / file
        if path.is_file() and path.stat().st_size <= LARGEST:
            found[file] = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return found
