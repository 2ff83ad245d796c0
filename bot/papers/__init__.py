"""What is given out as a file: calendar entries, sheets, lists to sign, posters, reports.

Each module makes one kind of file from domain data and the words of a `Renderer`, as text or bytes; nothing here
sends, stores or reads a clock. What a brief or a report says belongs to `bot.domain.sessions`.
"""
