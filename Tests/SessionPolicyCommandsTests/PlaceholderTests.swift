import Testing

@testable import SessionPolicyCommands
