// The instants and durations of conditions are those of `PolicyTime`: who has a `Value` needs them.
@_exported public import PolicyTime
