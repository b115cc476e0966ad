import Testing

@testable import LinearRegex
