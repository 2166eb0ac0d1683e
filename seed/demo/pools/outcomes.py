"""What a share is for in somebody's own life, in the words of made-up members."""

OUTCOMES = (
    "I get out of the house every week and meet people.",
    "I do something that I am good at, and show it to my family.",
    "I stay strong enough to live in my own home.",
    "I am with friends, not only with people who are paid to be with me.",
    "I choose what I eat, and I cook it.",
    "My mum gets a rest, and I get an adventure.",
    "I can be outside without being afraid.",
    "I learn to do more without help.",
    "I sleep, and can care for my son the next day.",
    "I laugh a lot, and that helps more than anything.",
    "I speak my own language with others.",
)
