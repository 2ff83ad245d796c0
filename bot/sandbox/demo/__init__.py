"""Example data for trying the bot out, apart from the knowledge that is shipped: marked as such, dated from today."""
