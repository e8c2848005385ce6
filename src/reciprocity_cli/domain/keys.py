"""Keys: e-mail addresses, phone numbers and links as they are compared, to tell who is who.

Source: docs/formats.md, "Who is who".
"""

from __future__ import annotations

_PROFILE_HOSTS = frozenset(
    (
        "bsky.app",
        "facebook.com",
        "github.com",
        "gitlab.com",
        "instagram.com",
        "linkedin.com",
        "orcid.org",
        "twitter.com",
        "x.com",
        "xing.com",
    )
)
"""Sites on which a page is one person; elsewhere a page may be that of a whole team."""

_NOT_A_PERSON = frozenset(("company", "school", "groups", "feed", "jobs", "showcase"))
_TRACKING = frozenset(("fbclid", "gclid", "hl", "igsh", "igshid", "lang", "ref", "si", "trk"))


def email_key(email: str) -> str:
    """Return an e-mail address as it is compared."""
    return email.strip().casefold()


def phone_key(phone: str) -> str:
    """Return a phone number as it is compared: its last 7 digits, which no country code is in."""
    return "".join(filter(str.isdigit, phone))[-7:]


def link_key(link: str) -> str:
    """Return a link as it is compared, or "" where it cannot stand for one person.

    Scheme, www., port, fragment, trailing slash and what only tracks are off, the host is in lower
    case; of LinkedIn, also the country, the query, and what stands behind the profile's name. A
    site without a path, and a LinkedIn page of a company, stand for nobody.
    """
    rest = link.strip().rpartition("://")[2].partition("#")[0]
    rest, _, query = rest.partition("?")
    host, _, path = rest.partition("/")
    host = host.rpartition("@")[2].partition(":")[0].casefold().rstrip(".")
    host = host.removeprefix("www.")
    if host.startswith("m.") and host.count(".") > 1:
        host = host[2:]
    parts = [part for part in path.split("/") if part]
    if host == "linkedin.com" or host.endswith(".linkedin.com"):
        return _linkedin_key(parts, query)
    kept = "&".join(sorted(filter(_identifies, query.split("&"))))
    if not host or not (parts or kept):
        return ""
    if host in _PROFILE_HOSTS:
        parts = [part.casefold() for part in parts]
    return "/".join((host, *parts)) + (f"?{kept}" if kept else "")


def _linkedin_key(parts: list[str], query: str) -> str:
    from urllib.parse import unquote

    parts = [unquote(part).casefold() for part in parts]
    if parts[:1] == ["mwlite"]:
        parts = parts[1:]
    if not parts or parts[0] in _NOT_A_PERSON:
        return ""
    if parts[0] == "in":
        return "/".join(("linkedin.com", *parts[:2])) if len(parts) > 1 else ""
    # The old form says in its query who it is: /profile/view?id=123.
    shown = sorted(part for part in query.split("&") if part.startswith("id="))
    return "/".join(("linkedin.com", *parts, *shown))


def _identifies(parameter: str) -> bool:
    name = parameter.partition("=")[0].casefold()
    return bool(name) and not name.startswith("utm_") and name not in _TRACKING


def host_of(link: str) -> str:
    """Return the site of a link that link_key made."""
    return link.partition("/")[0].partition("?")[0]


def is_of_one_person(link: str) -> bool:
    """Tell whether a link that link_key made is a page of one person, not that of a team."""
    return host_of(link) in _PROFILE_HOSTS or "/@" in link
