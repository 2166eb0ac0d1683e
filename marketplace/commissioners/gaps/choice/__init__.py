"""Whether people of a council can choose: kinds of option, languages, evenings and weekends, price."""
