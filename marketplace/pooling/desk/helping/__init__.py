"""Helping: a support organisation runs a pool with its leads, while every member wants that."""
