"""Deterministic reading of red flags, before and beside understanding."""

from gutfaq.safety.assessment import Assessment
from gutfaq.safety.matcher import Matcher, load

__all__ = ["Assessment", "Matcher", "load"]
