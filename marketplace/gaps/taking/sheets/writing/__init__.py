"""Tables of numbers as files: CSV, XLSX, GeoJSON."""
