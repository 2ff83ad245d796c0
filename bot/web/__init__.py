"""What the bot itself answers over HTTP."""
