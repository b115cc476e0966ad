/// An authenticator assurance level of NIST SP 800-63B, as Kratos names them.
public enum AssuranceLevel: String, Sendable, Hashable, CaseIterable, Comparable {
  /// Nothing was shown.
  case aal0
  /// One factor was shown.
  case aal1
  /// Two factors were shown.
  case aal2
  /// Two factors, one of them in hardware. Kratos never gives it.
  case aal3

  /// Reads a level by its name in lower case; `nil` for any other text.
  public init?(_ name: String) { self.init(rawValue: name) }

  /// Reads a level by its name in UTF-8.
  init?(utf8 name: UnsafeBufferPointer<UInt8>) {
    guard name.count == 4, name[0] == UInt8(ascii: "a"), name[1] == UInt8(ascii: "a"),
      name[2] == UInt8(ascii: "l")
    else { return nil }
    switch name[3] {
    case UInt8(ascii: "0"): self = .aal0
    case UInt8(ascii: "1"): self = .aal1
    case UInt8(ascii: "2"): self = .aal2
    case UInt8(ascii: "3"): self = .aal3
    default: return nil
    }
  }

  /// The name, such as `aal2`.
  public var name: String { rawValue }

  /// Weaker levels come first.
  public static func < (left: AssuranceLevel, right: AssuranceLevel) -> Bool {
    left.rank < right.rank
  }

  /// The place among the levels, from 0.
  var rank: UInt8 {
    switch self {
    case .aal0: 0
    case .aal1: 1
    case .aal2: 2
    case .aal3: 3
    }
  }
}
