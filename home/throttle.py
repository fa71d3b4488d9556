"""How often one caller may try something that is worth guessing."""

from django.core.cache import cache


def may_try(what: str, who: str, *, limit: int, seconds: int) -> bool:
    """This will count one try and say whether it was within the limit.

    The count begins anew when the time has passed since the first try.
    """
    key = f"tries:{what}:{who}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) <= limit
    except ValueError:
        # The key ran out between the two calls: a new count begins.
        cache.set(key, 1, seconds)
        return True


def forget(what: str, who: str) -> None:
    """This will start the count anew."""
    cache.delete(f"tries:{what}:{who}")
