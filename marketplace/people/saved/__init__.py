"""The pages of somebody's list: what they saved, with notes; side by side; shared with others."""
