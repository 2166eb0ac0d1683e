"""History: every past version of a listing."""
