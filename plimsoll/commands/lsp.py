"""Command `lsp`: language server for editors."""


def lsp() -> None:
    """Show costs and findings of Pulumi programs in an editor: a language server on standard input.

    The editor starts it: see docs/editors.md. Needs the extra `lsp` of the package.
    """
    from plimsoll.language_server.features import start

    start()
