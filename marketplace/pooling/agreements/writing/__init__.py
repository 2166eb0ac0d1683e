"""Writing: leads write terms, and propose them as a version that everybody is asked to agree to."""
