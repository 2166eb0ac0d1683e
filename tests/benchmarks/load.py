"""A small HTTP client that asks as fast as it can, or at a set rate. Cheap, for it shares the machine."""

import asyncio
import time
from itertools import cycle

from tests.benchmarks.measuring import spent_of


class FailedError(Exception):
    """An answer was not what a page of results is."""


class Connection:
    """One connection that is kept open."""

    def __init__(self, port):
        self._port = port
        self._reader = self._writer = None

    async def get(self, path):
        """The bytes of the body as sent. Raises FailedError unless it is answered with 200."""
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._writer.write(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: br\r\nAccept: */*\r\n\r\n".encode()
        )
        head = await self._reader.readuntil(b"\r\n\r\n")
        status, _, headers = head.decode("latin-1").lower().partition("\r\n")
        lengths = [line for line in headers.split("\r\n") if line.startswith("content-length:")]
        if " 200 " not in f"{status} " or not lengths:
            raise FailedError(f"{path}: {status}")
        return await self._reader.readexactly(int(lengths[0].partition(":")[2]))

    def close(self):
        if self._writer is not None:
            self._writer.close()


async def most_per_second(port, paths, *, connections, seconds):
    """Answers a second when every connection asks again as soon as it was answered."""
    asked, done, deadline = cycle(paths), 0, time.perf_counter() + seconds

    async def ask():
        nonlocal done
        connection = Connection(port)
        while time.perf_counter() < deadline:
            await connection.get(next(asked))
            done += 1
        connection.close()

    begin = time.perf_counter()
    await asyncio.gather(*(ask() for _ in range(connections)))
    return done / (time.perf_counter() - begin)


async def at_rate(port, paths, *, per_second, seconds):
    """Milliseconds until answered, when asked so often, answered or not."""
    idle, asked, spent = [], cycle(paths), []

    async def ask(path, due):
        connection = idle.pop() if idle else Connection(port)
        await connection.get(path)
        spent.append((time.perf_counter() - due) * 1000)
        idle.append(connection)

    begin, tasks = time.perf_counter(), []
    for number in range(int(per_second * seconds)):
        due = begin + number / per_second
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        tasks.append(asyncio.create_task(ask(next(asked), due)))
    await asyncio.gather(*tasks)
    for connection in idle:
        connection.close()
    return spent_of(spent)
