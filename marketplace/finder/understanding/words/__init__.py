"""Words that are not what they seem: names of places that are ordinary words, and the words round them."""
