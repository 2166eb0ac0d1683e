"""Days and times in ordinary words, a line each: "Mon to Fri, 9am to 1pm"."""
