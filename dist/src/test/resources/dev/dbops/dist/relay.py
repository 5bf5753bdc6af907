"""Passes connections on, from one address to another: tcp:HOST:PORT or unix:PATH."""

import asyncio
import sys


async def carry(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass  # the other direction ends too, as its writer is closed
    writer.close()


async def connect(address):
    kind, _, rest = address.partition(":")
    if kind == "unix":
        return await asyncio.open_unix_connection(rest)
    host, _, port = rest.rpartition(":")
    return await asyncio.open_connection(host, int(port))


async def main(source, destination):
    async def accept(reader, writer):
        try:
            server_reader, server_writer = await connect(destination)
        except OSError:
            writer.close()
            return
        await asyncio.gather(carry(reader, server_writer), carry(server_reader, writer))

    kind, _, rest = source.partition(":")
    if kind == "unix":
        server = await asyncio.start_unix_server(accept, rest)
    else:
        host, _, port = rest.rpartition(":")
        server = await asyncio.start_server(accept, host, int(port))
    print("listening on", source, flush=True)
    async with server:
        await server.serve_forever()


asyncio.run(main(sys.argv[1], sys.argv[2]))
