from costing.resources import apigatewayv2
from tests.costing.resources.case import Case

CASES = [
    Case(
        "an HTTP API is charged by its requests",
        apigatewayv2.Api,
        {"protocolType": "HTTP"},
        {"ApiGatewayHttpRequest": 1000},
        usage={"monthly_requests": 1000},
    ),
    Case(
        "each 512 KB that a request begins is one",
        apigatewayv2.Api,
        {"protocolType": "HTTP"},
        {"ApiGatewayHttpRequest": 2000},
        usage={"monthly_requests": 1000, "request_size_kb": 513},
    ),
    Case(
        "a WebSocket API is charged by messages of 32 KB and by connected minutes",
        apigatewayv2.Api,
        {"protocolType": "WEBSOCKET"},
        {"ApiGatewayMessage": 3000, "ApiGatewayMinute": None},
        usage={"monthly_messages": 1000, "message_size_kb": 70},
    ),
]
