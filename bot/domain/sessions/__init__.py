"""Dialogue sessions: who may come, how seats are given, what staff propose and confirm, what goes out to many.

Read `lives` first: it says which states there are. `registrations` and `seats` are what people have, `proposals` how a
session changes, `mailings` what many are told, `report` what is left of a session when it is over.

What people do with sessions in private is in `bot.domain.registering`.
"""
