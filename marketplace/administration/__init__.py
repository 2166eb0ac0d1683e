"""Administration: pages of a council's administrators: how their site works, who works on it, what was done.

No tables: everything goes through the services of the rooms below. Staff are in the sub-room `staff`.
"""
