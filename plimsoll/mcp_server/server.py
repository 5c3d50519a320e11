"""MCP server on standard input and output: lists tools and documents, runs the calls."""

from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import anyio
from mcp import types
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError

from costing.errors import CallError, CostingError, nearest
from plimsoll.internal_errors import internal_error
from plimsoll.mcp_server.command import Call, Ended, run
from plimsoll.mcp_server.documents import JSON, RULE, SCHEME, schema, schemas
from plimsoll.mcp_server.roots import Roots
from plimsoll.mcp_server.tools import TOOLS, answer_text

AT_ONCE = 2  # commands at the same time
INSTRUCTIONS = (
    "Costs and policy findings of Pulumi AWS programs, offline. Before writing a resource, call "
    "price. After each edit, call estimate with budget_usd and check; passes must be true in "
    "both. Amounts are USD a month. ..._left_off is the number of further items of a list; top "
    "sets its length."
)


@dataclass(frozen=True, slots=True)
class Service:
    """Handlers of the protocol's requests."""

    roots: Roots
    limit_seconds: float
    places: anyio.CapacityLimiter

    async def list_tools(self, _: Any, __: Any) -> types.ListToolsResult:  # noqa: ANN401
        return types.ListToolsResult(
            tools=[
                types.Tool(
                    name=name,
                    description=tool.purpose,
                    input_schema=tool.schema,
                    annotations=types.ToolAnnotations(
                        read_only_hint=True, idempotent_hint=True, open_world_hint=False
                    ),
                )
                for name, tool in TOOLS.items()
            ]
        )

    async def call_tool(self, _: Any, wanted: types.CallToolRequestParams) -> types.CallToolResult:  # noqa: ANN401
        try:
            text = await self.answer(wanted.name, wanted.arguments or {})
        except CostingError as error:
            return result(str(error), is_error=True)
        except Exception as error:  # noqa: BLE001 (one line, as the command line has it)
            return result(internal_error(error), is_error=True)
        return result(text)

    async def answer(self, name: str, arguments: dict[str, Any]) -> str:
        """Return the answer of a tool. Raise CostingError, one line."""
        tool = TOOLS.get(name)
        if tool is None:
            raise CallError(f'unknown tool "{name:.60}"{nearest(name, TOOLS)}')
        request, call = tool.call(arguments, self.roots)
        return answer_text(tool, await self.run(call), request)

    async def run(self, call: Call) -> Ended:
        async with self.places:
            return await run(call, self.roots.first, self.limit_seconds)

    async def list_resources(self, _: Any, __: Any) -> types.ListResourcesResult:  # noqa: ANN401
        return types.ListResourcesResult(
            resources=[
                types.Resource(
                    uri=f"{SCHEME}schema/{name}",
                    name=f"schema {name}",
                    description=each.purpose,
                    mime_type=JSON,
                )
                for name, each in schemas().items()
            ]
        )

    async def list_templates(self, _: Any, __: Any) -> types.ListResourceTemplatesResult:  # noqa: ANN401
        return types.ListResourceTemplatesResult(
            resource_templates=[
                types.ResourceTemplate(
                    uri_template=f"{RULE}{{rule}}",
                    name="rule",
                    description="A rule: risk, fix, AWS documentation, controls, both examples.",
                    mime_type="text/plain",
                )
            ]
        )

    async def read_resource(
        self,
        _: Any,  # noqa: ANN401
        wanted: types.ReadResourceRequestParams,
    ) -> types.ReadResourceResult:
        uri = str(wanted.uri)
        try:
            if uri.startswith(RULE):
                shown = await self.run(Call(("rules", "show", "--", uri.removeprefix(RULE))))
                return document(uri, shown.text, "text/plain")
            return document(uri, schema(uri), JSON)
        except CostingError as error:
            raise MCPError(types.INVALID_PARAMS, str(error), {"uri": uri}) from error


def result(text: str, *, is_error: bool = False) -> types.CallToolResult:
    content: list[types.ContentBlock] = [types.TextContent(type="text", text=text)]
    return types.CallToolResult(content=content, is_error=is_error)


def document(uri: str, text: str, mime_type: str) -> types.ReadResourceResult:
    contents = types.TextResourceContents(uri=uri, text=text, mime_type=mime_type)
    return types.ReadResourceResult(contents=[contents])


def server(service: Service) -> "Server[dict[str, Any]]":
    return Server(
        "plimsoll",
        version=version("plimsoll"),
        instructions=INSTRUCTIONS,
        on_list_tools=service.list_tools,
        on_call_tool=service.call_tool,
        on_list_resources=service.list_resources,
        on_list_resource_templates=service.list_templates,
        on_read_resource=service.read_resource,
    )


async def serve(roots: Roots, limit_seconds: float) -> None:
    """Serve one client on standard input and output until it closes them."""
    served = server(Service(roots, limit_seconds, anyio.CapacityLimiter(AT_ONCE)))
    async with stdio_server() as (reading, writing):
        await served.run(reading, writing, served.create_initialization_options())
