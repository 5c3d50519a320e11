"""One SELECT list for every format: a file's columns as those of the view."""

from costing.actuals.cur import cur_expression, cur_tags
from costing.actuals.formats import TEXT, VIEW, Layout, absent, quoted, typed


def selection(found: Layout) -> str:
    """Return the SELECT list that makes a file's columns the view's."""
    expression = focus_expression if found.format.is_focus else cur_expression
    columns = [f'{expression(found, name, kind)} AS "{name}"' for name, kind in VIEW.items()]
    tags = focus_tags(found) if found.format.is_focus else cur_tags(found)
    return ",\n".join([*columns, f'{tags} AS "Tags"'])


def focus_expression(found: Layout, name: str, kind: str) -> str:
    return typed(found, name, kind) if name in found.columns else absent(name, kind)


def focus_tags(found: Layout) -> str:
    """Return tags as JSON text, whatever the export's type of the column."""
    column = quoted(found.columns["Tags"])
    if found.types["Tags"] == TEXT:
        return f"nullif(nullif({column}, 'NULL'), '')"
    return f"CAST(to_json({column}) AS {TEXT})"
