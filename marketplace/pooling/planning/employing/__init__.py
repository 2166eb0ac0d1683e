"""What it costs to employ a personal assistant: pay, holiday, National Insurance, pension; and illness."""
