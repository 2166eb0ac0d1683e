"""Wanted: adverts of people who look for a personal assistant or an activity, and whom they suit."""
