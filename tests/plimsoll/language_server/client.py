"""A real LSP client that runs `plimsoll lsp` as a process."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pytest_lsp import LanguageClient, client_capabilities, make_test_lsp_client

SECONDS = 60
OPTIONS = {"delay": 0.05}


class Editor:
    """Actions of an editor."""

    def __init__(self, client: LanguageClient, root: Path) -> None:
        self.client, self.root = client, root
        self.statuses: list[dict[str, Any]] = []

        @client.feature("plimsoll/status")  # type: ignore[untyped-decorator]
        def status(found: Any) -> None:
            self.statuses.append({key: getattr(found, key) for key in ("state", "text", "message")})

    def uri(self, file: str) -> str:
        return (self.root / file).as_uri()

    def document(self, file: str) -> lsp.TextDocumentIdentifier:
        return lsp.TextDocumentIdentifier(self.uri(file))

    def open(self, file: str, text: str | None = None) -> None:
        given = (self.root / file).read_text() if text is None else text
        item = lsp.TextDocumentItem(self.uri(file), "python", 1, given)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    def change(self, file: str, text: str) -> None:
        versioned = lsp.VersionedTextDocumentIdentifier(2, self.uri(file))
        whole = lsp.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(versioned, [whole]))

    def save(self, file: str, text: str | None = None) -> None:
        if text is not None:
            self.change(file, text)
            (self.root / file).write_text(text)
        self.client.text_document_did_save(lsp.DidSaveTextDocumentParams(self.document(file)))

    async def ready(self, state: str = "ready") -> dict[str, Any]:
        """Wait for the next status of this state."""
        seen = len(self.statuses)
        async with asyncio.timeout(SECONDS):
            while not any(each["state"] == state for each in self.statuses[seen:]):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        return self.statuses[-1]

    async def lenses(self, file: str) -> dict[int, str]:
        """Return the lenses by line; the first is 1."""
        params = lsp.CodeLensParams(self.document(file))
        found = await self.client.text_document_code_lens_async(params)
        titles = ((each.range.start.line + 1, each.command) for each in found or ())
        return {line: command.title for line, command in titles if command}

    async def hover(self, file: str, line: int) -> str:
        params = lsp.HoverParams(self.document(file), lsp.Position(line - 1, 4))
        found = await self.client.text_document_hover_async(params)
        content = found.contents if found else None
        return content.value if isinstance(content, lsp.MarkupContent) else ""

    async def actions(self, file: str, line: int) -> dict[str, lsp.CodeAction | lsp.Command]:
        at = lsp.Position(line - 1, 0)
        params = lsp.CodeActionParams(
            self.document(file), lsp.Range(at, at), lsp.CodeActionContext([])
        )
        found = await self.client.text_document_code_action_async(params)
        return {each.title: each for each in found or ()}

    async def run(self, command: str, *arguments: Any) -> Any:
        params = lsp.ExecuteCommandParams(command, list(arguments))
        return await self.client.workspace_execute_command_async(params)

    def diagnostics(self, file: str) -> list[lsp.Diagnostic]:
        return list(self.client.diagnostics.get(self.uri(file), ()))


def session(root: Path, steps: Callable[[Editor], Awaitable[None]], options: Any = OPTIONS) -> None:
    """Start the server for a workspace folder, take the steps, and shut it down."""

    async def whole() -> None:
        client = make_test_lsp_client()
        await client.start_io(sys.executable, "-m", "plimsoll", "lsp")
        try:
            editor = Editor(client, root)
            await client.initialize_session(
                lsp.InitializeParams(
                    capabilities=client_capabilities("visual_studio_code"),
                    workspace_folders=[lsp.WorkspaceFolder(root.as_uri(), root.name)],
                    initialization_options=options,
                )
            )
            await steps(editor)
            await client.shutdown_session()
        finally:
            process = client._server  # noqa: SLF001 (it has no other way to end it)
            if process is not None and process.returncode is None:
                process.kill()
            await client.stop()  # type: ignore[no-untyped-call]

    asyncio.run(whole())
