"""Amazon Lex. https://aws.amazon.com/lex/pricing/."""

from costing.resources._shared.usage_meters import Line, StatedResource, usage_of
from costing.units import Unit

TALKED = (
    Line("monthly_text_requests", "Text requests", "Text-Requests", Unit.REQUESTS),
    Line("monthly_speech_requests", "Speech requests", "Speech-Requests", Unit.REQUESTS),
    Line(
        "monthly_streamed_text_requests",
        "Streaming conversation, text",
        "Text-Streaming-Requests",
        Unit.REQUESTS,
        silent=True,
    ),
    Line(
        "monthly_streamed_speech_intervals",
        "Streaming conversation, speech (15 seconds)",
        "Speech-Streaming-Requests",
        Unit.REQUESTS,
        silent=True,
    ),
    Line(
        "monthly_designer_mins",
        "Automated chatbot designer",
        "Automated-Chatbot-Designer",
        Unit.MINUTES,
        silent=True,
    ),
)


class Bot(StatedResource):
    """Text and speech requests, streaming conversations, and the chatbot designer."""

    type = "aws:lex/v2modelsBot:V2modelsBot"
    aliases = ("aws:lex/bot:Bot",)
    usage = usage_of("LexBotUsage", TALKED)
    service = "AmazonLex"
    lines = TALKED
