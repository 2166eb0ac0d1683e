"""OpenAPI: the description of the JSON API, for programs and, from the same, for people. In English."""
