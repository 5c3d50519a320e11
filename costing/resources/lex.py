"""Amazon Lex. https://aws.amazon.com/lex/pricing/."""

from costing.resources._shared.usage_meters import Line, StatedResource, usage_of
from costing.units import Unit

TALKED = (
    Line("monthly_text_requests", "Text requests", "Text-Requests", Unit.REQUESTS),
    Line("monthly_speech_requests", "Speech requests", "Speech-Requests", Unit.REQUESTS),
)


class Bot(StatedResource):
    """Text and speech requests. Streaming conversations and generative features are not metered."""

    type = "aws:lex/v2modelsBot:V2modelsBot"
    aliases = ("aws:lex/bot:Bot",)
    usage = usage_of("LexBotUsage", TALKED)
    service = "AmazonLex"
    lines = TALKED
