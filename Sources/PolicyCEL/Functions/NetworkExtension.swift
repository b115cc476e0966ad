import PolicyDiagnostics

/// The extension `network`: addresses and their ranges, as cel-go and Kubernetes have it.
let networkExtension: [FunctionDeclaration] = [
  FunctionDeclaration(
    "ip",
    [
      Overload("string_to_ip", [.string], .ip),
      Overload("cidr_ip", isMember: true, [.cidr], .ip),
    ],
    implementations: [
      1: .unary { value throws(EvaluationError) in
        switch value {
        case .string(let text): return .ip(try address(text))
        case .cidr(let range): return .ip(range.address)
        default: throw noOverload("ip")
        }
      }
    ]),
  FunctionDeclaration(
    "cidr", [Overload("string_to_cidr", [.string], .cidr)],
    implementations: [
      1: .unary { value throws(EvaluationError) in
        guard case .string(let text) = value else { throw noOverload("cidr") }
        return .cidr(try range(text))
      }
    ]),
  textQuestion("isIP", "is_ip") { (try? IPAddress($0)) != nil },
  textQuestion("isCIDR", "is_cidr") { (try? CIDR($0)) != nil },
  textQuestion("ip.isCanonical", "ip_is_canonical") { text throws(EvaluationError) in
    try address(text).description.hasSameBytes(as: text)
  },
  FunctionDeclaration(
    "family", [Overload("ip_family", isMember: true, [.ip], .int)],
    implementations: [
      1: .unary { value throws(EvaluationError) in
        guard case .ip(let address) = value else { throw noOverload("family") }
        return .int(Int64(address.family.rawValue))
      }
    ]),
  addressQuestion("isUnspecified", "ip_is_unspecified", \.isUnspecified),
  addressQuestion("isLoopback", "ip_is_loopback", \.isLoopback),
  addressQuestion("isGlobalUnicast", "ip_is_global_unicast", \.isGlobalUnicast),
  addressQuestion("isLinkLocalMulticast", "ip_is_link_local_multicast", \.isLinkLocalMulticast),
  addressQuestion("isLinkLocalUnicast", "ip_is_link_local_unicast", \.isLinkLocalUnicast),
  FunctionDeclaration(
    "containsIP",
    [
      Overload("cidr_contains_ip", isMember: true, [.cidr, .ip], .bool),
      Overload("cidr_contains_ip_string", isMember: true, [.cidr, .string], .bool),
    ],
    implementations: [
      2: .binary { outer, inner throws(EvaluationError) in
        switch (outer, inner) {
        case (.cidr(let range), .ip(let address)): return .bool(range.contains(address))
        case (.cidr(let range), .string(let text)): return .bool(range.contains(try address(text)))
        default: throw noOverload("containsIP")
        }
      }
    ]),
  FunctionDeclaration(
    "containsCIDR",
    [
      Overload("cidr_contains_cidr", isMember: true, [.cidr, .cidr], .bool),
      Overload("cidr_contains_cidr_string", isMember: true, [.cidr, .string], .bool),
    ],
    implementations: [
      2: .binary { outer, inner throws(EvaluationError) in
        switch (outer, inner) {
        case (.cidr(let outer), .cidr(let inner)): return .bool(outer.contains(inner))
        case (.cidr(let outer), .string(let text)): return .bool(outer.contains(try range(text)))
        default: throw noOverload("containsCIDR")
        }
      }
    ]),
  FunctionDeclaration(
    "masked", [Overload("cidr_masked", isMember: true, [.cidr], .cidr)],
    implementations: [
      1: .unary { value throws(EvaluationError) in
        guard case .cidr(let range) = value else { throw noOverload("masked") }
        return .cidr(range.masked)
      }
    ]),
  FunctionDeclaration(
    "prefixLength", [Overload("cidr_prefix_length", isMember: true, [.cidr], .int)],
    implementations: [
      1: .unary { value throws(EvaluationError) in
        guard case .cidr(let range) = value else { throw noOverload("prefixLength") }
        return .int(Int64(range.prefixLength))
      }
    ]),
]

/// A question about a text.
private func textQuestion(
  _ name: String, _ id: String,
  _ holds: @escaping @Sendable (String) throws(EvaluationError) -> Bool
) -> FunctionDeclaration {
  FunctionDeclaration(
    name, [Overload(id, [.string], .bool)],
    implementations: [
      1: .unary { value throws(EvaluationError) in
        guard case .string(let text) = value else { throw noOverload(name) }
        return .bool(try holds(text))
      }
    ])
}

/// A question about an address.
private func addressQuestion(
  _ name: String, _ id: String, _ holds: @escaping @Sendable (IPAddress) -> Bool
) -> FunctionDeclaration {
  FunctionDeclaration(
    name, [Overload(id, isMember: true, [.ip], .bool)],
    implementations: [
      1: .unary { value throws(EvaluationError) in
        guard case .ip(let address) = value else { throw noOverload(name) }
        return .bool(holds(address))
      }
    ])
}

private func address(_ text: String) throws(EvaluationError) -> IPAddress {
  do throws(AddressError) {
    return try IPAddress(text)
  } catch {
    throw EvaluationError(
      .invalidArgument(
        "\(Value.string(text).description(limit: 60)) is no IP address: \(error.reason)"))
  }
}

private func range(_ text: String) throws(EvaluationError) -> CIDR {
  do throws(AddressError) {
    return try CIDR(text)
  } catch {
    throw EvaluationError(
      .invalidArgument(
        "\(Value.string(text).description(limit: 60)) is no range of addresses: \(error.reason)"))
  }
}
