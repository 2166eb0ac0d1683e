"""The market position statement: one content for page, PDF and word processor."""
