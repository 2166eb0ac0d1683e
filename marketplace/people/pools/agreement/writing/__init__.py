"""Writing terms topic by topic, reading them through, and proposing them."""
