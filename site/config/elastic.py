"""Whether the Elasticsearch of `ELASTICSEARCH_URL` can be used; asked without the engine's own client."""

import base64
import json
import re
import ssl
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import Request, urlopen

from django.conf import settings

VERSION = "8"
PATIENCE = 5
PREFIX = re.compile(r"[a-z][a-z0-9_-]{0,99}")
URL_CURE = (
    "Write ELASTICSEARCH_URL=https://HOST:9200, several with commas between them, or leave it out: "
    "then the database searches."
)


def elasticsearch_problem() -> tuple[str, str] | None:
    """What is wrong and what to do, or None. Every server is asked. No password is in the words."""
    addresses = [_address(url.strip()) for url in settings.ELASTICSEARCH_URL.split(",")]
    if settings.ELASTICSEARCH_CA_FILE and any(one and one.scheme == "http" for one in addresses):
        return "ELASTICSEARCH_CA_FILE says whom to trust, but http: trusts everybody.", URL_CURE
    for address in addresses:
        problem = (
            _problem_at(address) if address else ("ELASTICSEARCH_URL is no address of a server.", URL_CURE)
        )
        if problem and address and len(addresses) > 1:
            what, cure = problem
            return f"{address.hostname}: {what}", cure
        if problem:
            return problem
    return _problem_of_shape()


def _problem_at(address: SplitResult) -> tuple[str, str] | None:
    try:
        versions = _versions(address)
    except HTTPError as error:
        return f"Elasticsearch answers {error.code}.", "Look at ELASTICSEARCH_API_KEY and its rights."
    except (URLError, OSError, HTTPException) as error:
        reason = getattr(error, "reason", error)
        return (
            f"Elasticsearch does not answer: {reason}. The database searches meanwhile.",
            "Look at ELASTICSEARCH_URL, ELASTICSEARCH_CA_FILE, and whether the server runs.",
        )
    except (ValueError, KeyError, TypeError):
        return "What answers at ELASTICSEARCH_URL is no Elasticsearch.", URL_CURE
    if wrong := sorted(version for version in versions if version.split(".")[0] != VERSION):
        return (
            f"Elasticsearch is version {wrong[0]}; Guildhall speaks with version {VERSION}.",
            "Run version 8.18.",
        )
    return None


def _problem_of_shape() -> tuple[str, str] | None:
    if not PREFIX.fullmatch(settings.ELASTICSEARCH_PREFIX):
        return (
            "ELASTICSEARCH_PREFIX cannot begin the name of an index.",
            "Write small letters, digits and hyphens, a letter first.",
        )
    if settings.ELASTICSEARCH_SHARDS < 1 or settings.ELASTICSEARCH_REPLICAS < 0:
        return (
            "An index cannot have the shape of ELASTICSEARCH_SHARDS and ELASTICSEARCH_REPLICAS.",
            "At least one shard; none or more replicas, one fewer than there are nodes.",
        )
    return None


def _address(url: str) -> SplitResult | None:
    try:
        address = urlsplit(url)
        usable = address.scheme in {"http", "https"} and address.hostname and address.port != 0
    except ValueError:
        return None
    return address if usable else None


def _versions(address: SplitResult) -> set[str]:
    """The version of every node."""
    host = f"[{address.hostname}]" if ":" in str(address.hostname) else address.hostname
    port = f":{address.port}" if address.port else ""
    url = f"{address.scheme}://{host}{port}{address.path.rstrip('/')}/_nodes?filter_path=nodes.*.version"
    request = Request(url, headers=_authorization(address))  # noqa: S310  # the scheme was looked at
    with urlopen(request, timeout=PATIENCE, context=_context(address)) as answer:  # noqa: S310  # the same
        return {str(node["version"]) for node in json.load(answer)["nodes"].values()}


def _authorization(address: SplitResult) -> dict[str, str]:
    if settings.ELASTICSEARCH_API_KEY:
        return {"Authorization": f"ApiKey {settings.ELASTICSEARCH_API_KEY}"}
    if address.username:
        pair = f"{unquote(address.username)}:{unquote(address.password or '')}"
        return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
    return {}


def _context(address: SplitResult) -> ssl.SSLContext | None:
    if address.scheme != "https":
        return None
    return ssl.create_default_context(cafile=settings.ELASTICSEARCH_CA_FILE or None)
