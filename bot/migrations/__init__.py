"""How the schema came to be: Alembic revisions in `versions`, the newest of which equals `bot.store.tables`.

A revision names types and defaults itself: what it once did must not change with the code. `bot.store.schema` runs
them.
"""

# The newest revision: a start that finds it need not load Alembic.
NEWEST = "0004"
