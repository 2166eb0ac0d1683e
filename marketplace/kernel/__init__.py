"""Support for every room, without a word of the domain: settings, database, errors, clock, paging, web."""
