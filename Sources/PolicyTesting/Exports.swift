// Suites are made of policies, sessions and decisions, and cases give them back.
@_exported public import SessionPolicy
