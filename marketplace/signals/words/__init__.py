"""Words: what of a search's text says what is looked for, and what might say who somebody is."""
