"""Work beside the loop, in a thread where the iterators of the engine end that it began."""

from __future__ import annotations

from collections.abc import Callable
from traceback import clear_frames
from typing import TypeVar, TypeVarTuple

import anyio

T = TypeVar("T")
Given = TypeVarTuple("Given")


async def aside(work: Callable[[*Given], T], *arguments: *Given) -> T:
    """What the work gives, done in a thread while the loop goes on with other requests.

    It gives nothing that is still to be read from a store. Raises what it does.
    """
    return await anyio.to_thread.run_sync(lambda: ended(lambda: work(*arguments)))


def ended(work: Callable[[], T]) -> T:
    """Does it; an error leaves without the variables on its way.

    An iterator of the engine may be dropped only in the thread that made it, and whoever holds an
    error holds what the functions did that it went through.
    """
    try:
        return work()
    except Exception as error:
        one: BaseException | None = error
        seen: list[BaseException] = []
        while one is not None and one not in seen:  # two may name each other as the cause
            clear_frames(one.__traceback__)
            seen.append(one)
            one = one.__cause__ or one.__context__
        raise
