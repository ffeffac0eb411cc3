"""Messages between the processes of a lane: JSON texts with their length before them."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

HEAD = struct.Struct(">Q")
LARGEST = 1 << 30
"""Bytes of the largest message accepted: more is a fault, not a report."""


class ChannelClosedError(Exception):
    """The process at the other end has gone."""


class Channel:
    """One end of a pair of connected sockets that nobody else can reach.

    Parameters
    ----------
    connection : socket
    """

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection

    def send(self, kind: str, **content: Any) -> None:
        """Send one message.

        Raises
        ------
        ChannelClosedError
            If the other end has gone.
        """
        body = json.dumps([kind, content], ensure_ascii=False).encode("utf-8", "surrogatepass")
        try:
            self.connection.sendall(HEAD.pack(len(body)) + body)
        except (BrokenPipeError, ConnectionError) as error:
            raise ChannelClosedError from error

    def receive(self, seconds: float | None = None) -> tuple[str, dict[str, Any]]:
        """Return the next message: its kind and its content.

        Parameters
        ----------
        seconds : float, optional
            How long to wait for each piece of it; for ever if not given.

        Raises
        ------
        ChannelClosedError
            If the other end has gone.
        TimeoutError
            If nothing came in time.
        """
        self.connection.settimeout(seconds)
        (length,) = HEAD.unpack(self._exactly(HEAD.size))
        if length > LARGEST:
            raise ChannelClosedError(f"a message of {length} bytes")
        kind, content = json.loads(self._exactly(length).decode("utf-8", "surrogatepass"))
        return kind, content

    def _exactly(self, length: int) -> bytes:
        pieces, missing = [], length
        while missing:
            try:
                piece = self.connection.recv(min(missing, 1 << 20))
            except ConnectionError as error:
                raise ChannelClosedError from error
            if not piece:
                raise ChannelClosedError
            pieces.append(piece)
            missing -= len(piece)
        return b"".join(pieces)

    def close(self) -> None:
        """Close this end."""
        self.connection.close()


def inherited(handle: int) -> Channel:
    """Return the channel that a process was given by the one that started it."""
    return Channel(socket.socket(fileno=handle))
