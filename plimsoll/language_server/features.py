"""Features of the language server: what the editor asks and tells."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from lsprotocol import types as lsp

from costing.errors import CostingError
from plimsoll.language_server import completion, fixes, hover, lenses, session, waivers, yaml_files
from plimsoll.language_server.analysis import analyze
from plimsoll.language_server.server import Server, View, path_of
from plimsoll.language_server.values import Problem
from plimsoll.language_server.worker import Work

ADD_WAIVER, ANALYZE, STATUS = "plimsoll.addWaiver", "plimsoll.analyze", "plimsoll.status"
WAIVE = "plimsoll.waive"  # of the editor: asks for owner, reason and expiry, then runs ADD_WAIVER


def server_of(version: str, work: Work = analyze) -> Server:
    """Return a server with all features."""
    server = Server(version, work)
    follow_settings(server)
    follow_files(server)
    annotate(server)
    act(server)
    return server


def follow_settings(server: Server) -> None:
    """Register what happens when the editor starts, changes its settings, and ends."""

    @server.feature(lsp.INITIALIZE)
    def initialize(params: lsp.InitializeParams) -> None:
        configure(server, params.initialization_options)

    @server.feature(lsp.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def configured(params: lsp.DidChangeConfigurationParams) -> None:
        given = params.settings
        configure(server, given.get("plimsoll") if isinstance(given, dict) else given)
        for project in server.projects.values():
            server.schedule(project, 0)

    @server.feature(lsp.SHUTDOWN)
    async def stopped(_: None) -> None:
        for task in server.tasks.values():
            task.cancel()
        await asyncio.gather(*server.tasks.values(), return_exceptions=True)


def follow_files(server: Server) -> None:
    """Register what happens when files are opened, changed and saved."""

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: lsp.DidOpenTextDocumentParams) -> None:
        uri = params.text_document.uri
        project = server.project(path_of(uri))
        if project and project.folder not in server.tasks:
            server.schedule(project, 0)
        server.check_yaml(uri, saved=True)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: lsp.DidChangeTextDocumentParams) -> None:
        server.check_yaml(params.text_document.uri, saved=False)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: lsp.DidSaveTextDocumentParams) -> None:
        project = server.project(path_of(params.text_document.uri))
        if project:
            server.schedule(project, server.options.delay)
        server.check_yaml(params.text_document.uri, saved=True)


def configure(server: Server, given: object) -> None:
    try:
        server.options = session.options_of(given)
    except CostingError as error:
        complain(server, str(error))


def complain(server: Server, message: str) -> None:
    server.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Error, f"Plimsoll: {message}"))


def annotate(server: Server) -> None:
    """Register lenses, hints, hover and completion."""

    @server.feature(lsp.TEXT_DOCUMENT_CODE_LENS)
    def code_lens(params: lsp.CodeLensParams) -> list[lsp.CodeLens]:
        view = server.view(params.text_document.uri)
        if view is None or server.options.annotations != "lenses":
            return []
        return lenses.lenses(view.found, view.file, view.lines, current=view.current)

    @server.feature(lsp.TEXT_DOCUMENT_INLAY_HINT)
    def inlay_hint(params: lsp.InlayHintParams) -> list[lsp.InlayHint]:
        view = server.view(params.text_document.uri)
        if view is None or server.options.annotations != "hints":
            return []
        found = lenses.hints(view.found, view.file, view.lines, view.text, current=view.current)
        among = range(params.range.start.line, params.range.end.line + 1)
        return [each for each in found if each.position.line in among]

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hovered(params: lsp.HoverParams) -> lsp.Hover | None:
        view = server.view(params.text_document.uri)
        if view is None:
            return None
        text = hover.hover(view.found, view.file, view.was(params.position.line))
        if not text:
            return None
        return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, text))

    @server.feature(lsp.TEXT_DOCUMENT_COMPLETION)
    def complete(params: lsp.CompletionParams) -> list[lsp.CompletionItem]:
        path = path_of(params.text_document.uri)
        project = server.project(path)
        found = project.result if project else None
        kind = yaml_files.kind_of(path, found)
        if kind is None:
            return []
        at, text = params.position, server.text(params.text_document.uri)
        return [
            lsp.CompletionItem(
                label=each.key,
                kind=lsp.CompletionItemKind.Property,
                detail=each.detail,
                documentation=each.description,
                insert_text=f"{each.key}: ",
            )
            for each in completion.candidates(kind, text, at.line, at.character, found, path)
        ]


def act(server: Server) -> None:
    """Register code actions and commands."""

    @server.feature(
        lsp.TEXT_DOCUMENT_CODE_ACTION,
        lsp.CodeActionOptions(code_action_kinds=[lsp.CodeActionKind.QuickFix]),
    )
    def code_action(params: lsp.CodeActionParams) -> list[lsp.CodeAction | lsp.Command]:
        uri = params.text_document.uri
        view = server.view(uri)
        if view is None:
            return []
        problems = view.problems(params.range)
        found = [each for problem in problems if (each := fix_action(server, uri, view, problem))]
        return [*found, *(waiver_command(uri, problem) for problem in problems)]

    @server.command(ADD_WAIVER)
    async def add_waiver(uri: str, waiver: dict[str, Any]) -> bool:
        project = server.project(path_of(uri))
        if project is None or project.result is None:
            complain(server, "waiver: the program has not been analyzed yet; save its file")
            return False
        try:
            added = waivers.waiver_of(waiver, datetime.now(tz=UTC).date())
            change = waivers.edit(project.result, added)
        except CostingError as error:
            complain(server, str(error))
            return False
        label = f"Waive {added.rule} on {added.resource}"
        applied = await server.workspace_apply_edit_async(
            lsp.ApplyWorkspaceEditParams(change, label=label)
        )
        return applied.applied

    @server.command(ANALYZE)
    def analyze_now(uri: str) -> bool:
        project = server.project(path_of(uri))
        if project:
            server.schedule(project, 0)
        return project is not None

    @server.command(STATUS)
    def status(uri: str) -> dict[str, Any] | None:
        project = server.project(path_of(uri))
        return session.status(project) if project else None


def fix_action(server: Server, uri: str, view: View, problem: Problem) -> lsp.CodeAction | None:
    """Return the action that applies a rule's fix to the call, if it is a plain keyword edit."""
    document = server.workspace.get_text_document(uri)
    place = problem.place
    line = view.lines.get(place.line, 0) if place else 0
    found = fixes.edit(document.source, line, problem.kind, problem.fix)
    if found is None:
        return None
    start, end = (lsp.Position(line - 1, column) for line, column in (found.start, found.end))
    of_client = server.workspace.position_codec.range_to_client_units(
        document.lines, lsp.Range(start, end)
    )
    edit = lsp.TextEdit(of_client, found.text)
    return lsp.CodeAction(
        f"{found.title} ({problem.code})",
        kind=lsp.CodeActionKind.QuickFix,
        edit=lsp.WorkspaceEdit(changes={uri: [edit]}),
    )


def waiver_command(uri: str, problem: Problem) -> lsp.Command:
    """Return the editor's command that asks for owner, reason and expiry of a waiver."""
    asked = [uri, {"rule": problem.code, "resource": problem.resource}]
    title = f"Waive {problem.code} on {problem.resource}"
    return lsp.Command(title=title, command=WAIVE, arguments=asked)


def start() -> None:
    """Serve one editor on standard input and output until it ends."""
    from importlib.metadata import version

    server_of(version("plimsoll")).start_io()
