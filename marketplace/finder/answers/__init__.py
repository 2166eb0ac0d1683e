"""Answers: what the JSON API says. The shapes here are a promise to programs: fields are added, never taken away."""
