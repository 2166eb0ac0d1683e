"""Who helps people of a council's area with direct payments, with the source and date of these facts."""
