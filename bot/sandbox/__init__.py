"""A local Bot API server: plays Telegram for tests, stories, benchmarks and for a human in a browser.

It speaks HTTP only; nothing of the bot is imported here and nothing of the bot imports it.
"""
