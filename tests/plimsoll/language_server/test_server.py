"""The server as an editor uses it, on copies of examples."""

import shutil
from pathlib import Path

import pytest
from lsprotocol import types as lsp

from tests.plimsoll.language_server.client import Editor, session

ROOT = Path(__file__).parents[3]
MAIN = "__main__.py"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ROOT / "examples" / "eks-cluster", tmp_path / "eks-cluster"))


def line_of(root: Path, text: str) -> int:
    lines = (root / MAIN).read_text().splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_editor_shows_costs_and_applies_a_fix_and_a_waiver(project: Path) -> None:
    logs = line_of(project, "aws.eks.Cluster(")
    nodes = line_of(project, "aws.eks.NodeGroup(")
    source = (project / MAIN).read_text()
    without = source.replace('key = aws.kms.Key("secrets", enable_key_rotation=True)', KEY)
    (project / MAIN).write_text(without)

    async def steps(editor: Editor) -> None:
        editor.open(MAIN)
        assert (await editor.ready())["text"].startswith("dev: $633.22 a month, $546.85 to $719.58")

        lenses = await editor.lenses(MAIN)
        assert lenses[logs] == "$73.00 a month"
        assert lenses[nodes].startswith("$559.22 a month, $472.85 to $645.58, 2 resources")
        hover = await editor.hover(MAIN, logs)
        assert "**main** `aws:eks/cluster:Cluster`: $73.00 a month" in hover
        assert "| EKS cluster | 730 Hours | $0.1 | $73.00 |" in hover
        assert "`AmazonEKS AmazonEKS-Hours:perCluster`: prices of 2025-11-04" in hover

        at_key = line_of(project, "aws.kms.Key(")
        found = [each for each in editor.diagnostics(MAIN) if each.code == "kms-key-rotation"]
        assert [each.range.start.line + 1 for each in found] == [at_key]
        actions = await editor.actions(MAIN, at_key)
        fix = actions["Set enable_key_rotation=True (kms-key-rotation)"]
        assert isinstance(fix, lsp.CodeAction)
        assert fix.edit
        assert fix.edit.changes
        [edit] = fix.edit.changes[editor.uri(MAIN)]
        assert edit.new_text == 'aws.kms.Key("secrets", enable_key_rotation=True)'

        waive = actions["Waive kms-key-rotation on secrets"]
        assert isinstance(waive, lsp.Command)
        assert waive.arguments
        given = {**as_dict(waive.arguments[1]), **ACCEPTED}
        changes = await edits(editor, given)
        assert changes == {
            "waivers.yaml": '- rule: "kms-key-rotation"\n  resource: "secrets"\n'
            '  reason: "tests"\n  owner: "ann"\n  expires: 2999-01-01\n',
            "Pulumi.dev.yaml": "  plimsoll:waivers: waivers.yaml\n",
        }

        editor.save(MAIN, source)
        await editor.ready()
        assert not [e for e in editor.diagnostics(MAIN) if e.code == "kms-key-rotation"]

        editor.save(MAIN, f"# a comment\n{source}\nraise ValueError('half a file')\n")
        await editor.ready("failed")
        [failure] = [each for each in editor.diagnostics(MAIN) if each.code == "program"]
        assert failure.message == "ValueError: half a file"
        assert (await editor.lenses(MAIN))[logs + 1] == "$73.00 a month (not current)"

    session(project, steps)


KEY = 'key = aws.kms.Key("secrets")'
ACCEPTED = {"reason": "tests", "owner": "ann", "expires": "2999-01-01"}


def as_dict(given: object) -> dict[str, object]:
    return given if isinstance(given, dict) else vars(given)


async def edits(editor: Editor, waiver: dict[str, object]) -> dict[str, str]:
    """Return the texts that the server asks the editor to insert, by file."""
    found: dict[str, str] = {}

    @editor.client.feature(lsp.WORKSPACE_APPLY_EDIT)  # type: ignore[untyped-decorator]
    def apply(params: lsp.ApplyWorkspaceEditParams) -> lsp.ApplyWorkspaceEditResult:
        for change in params.edit.document_changes or ():
            if isinstance(change, lsp.TextDocumentEdit):
                name = change.text_document.uri.rpartition("/")[2]
                found[name] = "".join(
                    each.new_text for each in change.edits if hasattr(each, "new_text")
                )
        return lsp.ApplyWorkspaceEditResult(applied=True)

    assert await editor.run("plimsoll.addWaiver", editor.uri(MAIN), waiver)
    return found


BUCKET = "import pulumi_aws as aws\naws.s3.Bucket('b')\n"
FAULTS = {
    "two": (BUCKET, "Pulumi.yaml", 1, "several stacks, none selected; use --stack NAME"),
    "reads": (f"x = input()\n{BUCKET}", MAIN, 1, "EOFError: EOF when reading a line"),
    "half": ("import pulumi_aws as aws\naws.s3.Bucket('b'\n", MAIN, 2, "was never closed"),
    "endless": (f"{BUCKET}while True:\n    pass\n", MAIN, 4, "has not ended after 3 seconds"),
}


def test_program_that_fails_is_one_diagnostic(tmp_path: Path) -> None:
    for name, (source, *_) in FAULTS.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "Pulumi.yaml").write_text(f"name: {name}\nruntime: python\n")
        (tmp_path / name / MAIN).write_text(source)
        for stack in ("dev", "prod") if name == "two" else ("dev",):
            (tmp_path / name / f"Pulumi.{stack}.yaml").write_text("config:\n  a:b: c\n")

    async def steps(editor: Editor) -> None:
        editor.open("../outside.py", BUCKET)
        for name, (_, file, line, message) in FAULTS.items():
            editor.open(f"{name}/{MAIN}")
            await editor.ready("failed")
            [found] = editor.diagnostics(f"{name}/{file}")
            assert (found.range.start.line + 1, found.code) in {(line, "program"), (3, "program")}
            assert message in found.message
        [note] = editor.client.log_messages
        assert note.message.endswith("in the workspace; open the project's folder")

    session(tmp_path, steps, {"delay": 0, "timeout": 3})
