"""Pages of a pool's agreement: writing it topic by topic, reading and comparing versions, and agreeing."""
