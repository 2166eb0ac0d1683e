"""Agreeing: each member says yes to one version, and with the last yes it is in force."""
