"""The desk: what happens in the staff group, and what is due about enquiries.

`deciding` leads to the rest: `speech` is what staff write, `presses` what they press (`claiming` an enquiry, what was
`holding` back), `orders` commands, `pairing` how the group and its people come to have rights, `reminders` what is due,
`leave` who is away, `cards` how an enquiry looks in the group. What staff do with sessions is in `bot.domain.sessions`:
`orders` and `taps`.
"""
