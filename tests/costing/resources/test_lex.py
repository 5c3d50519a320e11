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
    Case(
        "streaming conversations and the chatbot designer",
        Bot,
        {},
        {
            "Text-Requests": None,
            "Speech-Requests": None,
            "Text-Streaming-Requests": 500,
            "Speech-Streaming-Requests": 400,
            "Automated-Chatbot-Designer": 30,
        },
        usage={
            "monthly_streamed_text_requests": 500,
            "monthly_streamed_speech_intervals": 400,
            "monthly_designer_mins": 30,
        },
    ),
]
