"""People who may sign in: what each may do, the first sign-ins of a new site, and limits on guessing passwords."""
