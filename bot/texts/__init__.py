"""Every string that the bot says, by key and language, and the one function that turns them into markup."""
