from costing.resources.lex import Bot
from tests.costing.resources.case import Case

CASES = [
    Case(
        "text and speech",
        Bot,
        {"name": "b"},
        {"Text-Requests": 8000, "Speech-Requests": None},
        usage={"monthly_text_requests": 8000},
    ),
]
