"""Blocking: for when somebody is not nice. The other side is not told, and can begin nothing new."""
