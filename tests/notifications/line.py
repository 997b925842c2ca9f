"""A websocket's client end, spoken without a network; channels' own needs daphne."""

import json
from typing import Any

from asgiref.testing import ApplicationCommunicator

from marketplace.asgi import application


class Line(ApplicationCommunicator):
    """A handshake and the messages that follow it."""

    def __init__(self, path: str, headers: list[tuple[bytes, bytes]]) -> None:
        scope = {
            "type": "websocket",
            "path": path,
            "query_string": b"",
            "headers": headers,
            "subprotocols": [],
        }
        super().__init__(application, scope)

    async def connect(self) -> bool:
        """Shake hands; return whether the server accepted."""
        await self.send_input({"type": "websocket.connect"})
        answer = await self.receive_output(5)
        return answer["type"] == "websocket.accept"

    async def say(self, message: Any) -> None:
        """Send a message: bytes or text as they are, anything else as JSON."""
        event: dict[str, Any] = {"type": "websocket.receive"}
        if isinstance(message, bytes):
            event["bytes"] = message
        else:
            event["text"] = message if isinstance(message, str) else json.dumps(message)
        await self.send_input(event)

    async def hear(self) -> Any:
        """Return the next message; an AssertionError where the server closes instead."""
        answer = await self.receive_output(5)
        assert answer["type"] == "websocket.send", answer
        return json.loads(answer["text"])

    async def hear_code(self) -> int:
        """Return the code with which the server closes."""
        answer = await self.receive_output(5)
        assert answer["type"] == "websocket.close", answer
        return answer["code"]

    async def hang_up(self) -> None:
        """End the connection and let the application finish."""
        await self.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wait(5)
