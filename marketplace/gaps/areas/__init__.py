"""Small areas of a council: built in from postcodes, or official ones that were imported."""
