"""Addresses of pages inside a workspace: a list asks for the same ones each time it is looked at."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse

_KEPT = 10_000


def address_in(workspace: str, name: str, **place: object) -> str:
    """The address of a page inside a workspace.

    Args:
        workspace: its public id. place: the other parts of the address.
    Raises: NoReverseMatch.
    """
    where = (get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())
    return _made(where, workspace, name, tuple((key, str(value)) for key, value in place.items()))


@lru_cache(_KEPT)
def _made(where: tuple[str, str], workspace: str, name: str, place: tuple[tuple[str, str], ...]) -> str:
    """An address, which depends on nothing else.

    Args:
        where: the patterns and the prefix of all addresses, which Django takes from its surroundings.
    """
    return reverse(name, kwargs={"workspace": workspace, **dict(place)})
