"""Enquiries: people ask providers, and messages are passed on; nobody sees an address who was not given it.

Words: an *enquiry* is what one person wants; it is sent to a few listings at once, and with each of them
there is a *conversation* of *messages* between two *sides*, the person and the people of the organisation.
Either side may give the other a way to reach it (`contact`), for that conversation only, and take it back. It
ends agreed or not taken up, with a reason.

`asking` begins conversations, `inbox` lists them, `answering` goes on with them and ends them, `blocking` is
for when somebody is not nice, `waiting` does what is due by date, `holding` hands over and erases, `parties`
says who may do what here. Council staff read none of it, unless somebody who took part reports it to them.
"""
