"""A month of orders and the sample book, both played by the real commands with a clock of their own."""

from ordertool.demo.month import found, play
from ordertool.demo.player import Player

__all__ = ["Player", "found", "play"]
