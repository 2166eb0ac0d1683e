"""Whether people can choose: kinds of option, providers, languages, evenings and weekends, price."""
