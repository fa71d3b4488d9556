"""Everybody in the demonstration, all invented."""

from kap_training.demo.learners import BOTH, NORTH_LEARNERS, NORTH_STATES
from kap_training.demo.offices import NORTH_OFFICES, SOUTH_PEOPLE

CAST = (*NORTH_OFFICES, *NORTH_LEARNERS, *NORTH_STATES, *BOTH, *SOUTH_PEOPLE)
