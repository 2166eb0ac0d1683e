"""Signals: what people looked for and what came of asking, without the people. Evidence of gaps in the market."""
