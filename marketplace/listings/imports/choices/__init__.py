"""Choices: finds the code that is meant by a label, a code, or a word of the thesaurus."""
