"""What follows from the seed alone: ids, the passphrase, tokens, session codes."""

import random
import uuid

SPACE = uuid.UUID("6f0c3a52-8f0e-5d0c-9a39-2f3f1d6f7a10")
WORDS = (
    "amber",
    "anchor",
    "birch",
    "candle",
    "cedar",
    "clover",
    "copper",
    "fern",
    "harbour",
    "hazel",
    "heron",
    "island",
    "kettle",
    "lantern",
    "linen",
    "maple",
    "meadow",
    "moss",
    "orchard",
    "pebble",
    "quiet",
    "river",
    "saddle",
    "silver",
    "sparrow",
    "thistle",
    "timber",
    "valley",
    "velvet",
    "willow",
    "window",
    "winter",
)
CODE_LETTERS = "ACDEFGHJKLMNPQRTUVWXY"


def id_of(seed: int, key: str) -> uuid.UUID:
    """This will give the id of one thing of the demonstration."""
    return uuid.uuid5(SPACE, f"{seed}/{key}")


def chance_for(seed: int, key: str) -> random.Random:
    """This will give chance that falls the same way every time, apart for each key."""
    return random.Random(id_of(seed, key).int)  # noqa: S311 - repeatable on purpose


def passphrase(seed: int) -> str:
    """This will give the one password that everybody in the demonstration has."""
    chance = chance_for(seed, "passphrase")
    words = chance.sample(WORDS, 3)
    return "-".join([*words, str(chance.randint(10, 99))])


def token_secret(seed: int, key: str) -> str:
    """This will give the text of a token; known to everybody who knows the seed."""
    return f"kap_demo_{id_of(seed, f'token/{key}').hex}"


def session_code(seed: int, key: str) -> str:
    """This will give a session's opaque code."""
    chance = chance_for(seed, f"session/{key}")
    return "K" + "".join(chance.choices(CODE_LETTERS, k=3)) + "-" + _digits(chance)


def _digits(chance: random.Random) -> str:
    return f"{chance.randrange(10_000):04d}"
