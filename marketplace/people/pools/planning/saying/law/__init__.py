"""What the law asks of who employs a personal assistant, in plain words."""
