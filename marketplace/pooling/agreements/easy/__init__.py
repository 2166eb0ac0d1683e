"""Easy read: the same agreement in short lines, one idea each, with a picture; written apart."""
