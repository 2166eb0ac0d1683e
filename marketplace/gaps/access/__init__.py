"""The measure of access, E2SFCA (Luo and Qi 2009), and the command that lets anyone check it."""
