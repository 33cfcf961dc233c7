"""A mail server that keeps what it is sent: one JSON object a line on standard output, after a line with its port.

sink.py [--certificate FILE --key FILE [--tls]] [--password PASSWORD]
With a certificate it offers STARTTLS, or TLS from the first byte with --tls; with a password it asks for user "gatehouse". Recipients that
begin with a number are refused with that number.
"""

import argparse
import asyncio
import json
import re
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Sink:
    async def handle_RCPT(self, server, session, envelope, address, options):
        refused = re.match(r"\d{3}", address)
        if refused:
            return f"{refused[0]} {refused[0][0]}.1.1 <{address}> is refused"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        print(json.dumps({
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "message": envelope.content.decode("utf-8"),
            "tls": session.ssl is not None or arguments.tls,
            "authenticated": bool(session.authenticated),
            "hello": session.host_name,
        }), flush=True)
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    right = (data.login, data.password) == (b"gatehouse", arguments.password.encode())
    return AuthResult(success=right, handled=right)


parser = argparse.ArgumentParser()
parser.add_argument("--certificate")
parser.add_argument("--key")
parser.add_argument("--tls", action="store_true")
parser.add_argument("--password")
arguments = parser.parse_args()

context = None
if arguments.certificate:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(arguments.certificate, arguments.key)

settings = {}
if context and not arguments.tls:
    settings.update(tls_context=context, require_starttls=True)
if arguments.password:
    settings.update(authenticator=authenticate, auth_required=True, auth_require_tls="tls_context" in settings)


async def serve():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(Sink(), hostname="sink.example", loop=loop, **settings), "127.0.0.1", 0, ssl=context if arguments.tls else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    # Ends with whoever started it.
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(serve())
