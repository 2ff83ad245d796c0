"""What people do with sessions in private: look at them, register for them, look after their registrations.

`listing` shows sessions, `shown_last` answers short questions about the one shown. `filling` leads through the form:
`reading` tells what a message is, `accepting` takes it as an answer, `showing` and `turning` show what is next,
`sending` makes the registration, `lasting` forgets a form that was left. `owning` is what an account can do with what
it has, `interest` is how one asks to be told of sessions in a county.
"""
