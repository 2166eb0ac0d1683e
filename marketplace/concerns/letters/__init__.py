"""Letters about concerns. None says what somebody wrote: that is read behind a sign-in, or a link."""
