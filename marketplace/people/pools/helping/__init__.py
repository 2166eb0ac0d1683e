"""Pages on which members say whether a support organisation may help, and leads ask one."""
