"""What people looked for or asked for and did not get, by month, with small numbers withheld."""
