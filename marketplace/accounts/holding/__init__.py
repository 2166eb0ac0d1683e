"""What is kept about how an account signs in, to be handed over and erased with it."""
