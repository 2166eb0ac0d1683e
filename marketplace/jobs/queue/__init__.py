"""The running of jobs: the one user of pgqueuer. Only workers load it."""
