"""Built-in small areas: cells of the H3 grid that hold postcodes."""
