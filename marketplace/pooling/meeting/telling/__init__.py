"""One letter a day at most, about all that is new."""
