"""The first contact of a regional social-economy support centre, in Telegram."""
