"""Letters of the desk. Nothing of money, health or a name is in them."""
