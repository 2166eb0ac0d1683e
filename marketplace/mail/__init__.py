"""Mail: letters queued in the transaction of what they tell of, and sent by a job."""
