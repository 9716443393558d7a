"""A proxy on loopback that cuts a connection after so many bytes, in one direction or the other."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import Final

SECONDS: Final = 60
"""The longest that a connection waits for either side."""
_PART: Final = 1 << 14


class Cutting:
    """What stands before an engine: `up` and `down` are how many bytes of each connection pass to
    the engine and back before it is cut, None for all; the first `spared` connections are whole."""

    def __init__(self, engine: int) -> None:
        self.up: int | None = None
        self.down: int | None = None
        self.spared = 0
        self.cuts = 0
        self._engine = engine
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: Final = int(self._listening.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):  # it was closed
            while True:
                client, _ = self._listening.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        is_spared, self.spared = self.spared > 0, max(0, self.spared - 1)
        up, down = (None, None) if is_spared else (self.up, self.down)
        with (
            suppress(OSError),
            closing(client),
            closing(socket.create_connection(("127.0.0.1", self._engine), SECONDS)) as engine,
        ):
            client.settimeout(SECONDS)
            back = threading.Thread(target=self._pass, args=(engine, client, down), daemon=True)
            back.start()
            self._pass(client, engine, up)
            back.join(SECONDS)

    def _pass(self, one: socket.socket, other: socket.socket, left: int | None) -> None:
        """Passes on what comes; ends both ways where it ends, or where enough has passed."""
        with suppress(OSError):
            while part := one.recv(_PART):
                other.sendall(part if left is None else part[:left])
                if left is not None:
                    left -= len(part)
                    if left <= 0:
                        self.cuts += 1
                        for end in (one, other):
                            end.shutdown(socket.SHUT_RDWR)
                        return
            other.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """Takes no connection more."""
        self._listening.close()


@contextmanager
def cutting(engine: int) -> Iterator[Cutting]:
    """A proxy before the engine at a port of this machine."""
    made = Cutting(engine)
    try:
        yield made
    finally:
        made.close()
