"""What stands in the domain name system: the one thing we ask it for is text."""

import dns.exception
import dns.resolver

from academy.core.settings import settings

SECONDS = 10
PORT = 53


class Unanswered(Exception):
    """The name servers gave no answer; asking again later may help."""


def text_records(name: str) -> list[str]:
    """Return the TXT records of a name; none if there is no such name.

    Raises:
        Unanswered: No name server answered in time.
    """
    try:
        answer = _resolver().resolve(name, "TXT", lifetime=SECONDS, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except dns.exception.DNSException as error:
        raise Unanswered(str(error)) from error
    return [b"".join(record.strings).decode(errors="replace") for record in answer]


def _resolver() -> dns.resolver.Resolver:
    if not (server := settings().dns_server):
        return dns.resolver.Resolver()
    chosen = dns.resolver.Resolver(configure=False)
    host, _, port = server.rpartition(":")
    chosen.nameservers, chosen.port = [host or server], int(port) if host else PORT
    return chosen
