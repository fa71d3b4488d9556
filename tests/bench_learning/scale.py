"""How much there is on both sides."""

LESSONS = 64
PEOPLE = 240
