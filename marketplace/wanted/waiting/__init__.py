"""Waiting: adverts that wait for whoever is signed in, for the home page."""
