import Testing

@testable import SessionPolicy
