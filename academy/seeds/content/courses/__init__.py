"""Every course of the demo academy, in the order in which it was added."""

from academy.seeds.content.courses.events import EVENTS, NOT_ON_SALE
from academy.seeds.content.courses.foundations import FOUNDATIONS
from academy.seeds.content.courses.house import HOUSE
from academy.seeds.content.courses.leadership import LEADERSHIP
from academy.seeds.content.courses.market import MARKET

COURSES = FOUNDATIONS + LEADERSHIP + MARKET + HOUSE + EVENTS + NOT_ON_SALE
