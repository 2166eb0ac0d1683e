"""Answers: what the JSON API says. Its shapes are a promise to programs: fields are only ever added."""
