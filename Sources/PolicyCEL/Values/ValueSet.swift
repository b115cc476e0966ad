import PolicyDiagnostics
import PolicyTime

/// Values found again by CEL's `==`.
///
/// That equality is not transitive — an int and a double are compared as doubles, so two different ints
/// can equal one double — and hence no single hash table holds it. Exact numbers, their roundings and
/// doubles have a table each; everything else without parts is hashed; lists and maps are compared one by
/// one. A look-up costs O(1), or O(*n*) for a list or map.
struct ValueSet {
  private var integers: Set<Int128> = []
  /// The doubles that the integers equal.
  private var rounded: Set<Double> = []
  private var doubles: Set<Double> = []
  private var scalars: Set<Scalar> = []
  /// Whether `optional.none()` is there.
  private var holdsNone = false
  /// What the optionals hold, in a set of its own; empty without optionals.
  private var wrapped: [ValueSet] = []
  private var compounds: [Value] = []

  init() {}

  /// Collects the elements of a list.
  init(_ values: [Value]) {
    for value in values { add(value) }
  }

  /// Adds a value; `false` if one that equals it was there.
  mutating func insert(_ value: Value) -> Bool {
    guard !contains(value) else { return false }
    add(value)
    return true
  }

  /// Whether a value equals one that was added.
  func contains(_ value: Value) -> Bool {
    switch value {
    case .int(let number):
      return integers.contains(Int128(number)) || doubles.contains(Double(number))
    case .uint(let number):
      return integers.contains(Int128(number)) || doubles.contains(Double(number))
    case .double(let number):
      return doubles.contains(number) || rounded.contains(number)
    case .optional(nil):
      return holdsNone
    case .optional(let inner?):
      return wrapped.first?.contains(inner) ?? false
    default:
      if let scalar = Scalar(value) { return scalars.contains(scalar) }
      return compounds.contains { $0 == value }
    }
  }

  private mutating func add(_ value: Value) {
    switch value {
    case .int(let number):
      integers.insert(Int128(number))
      rounded.insert(Double(number))
    case .uint(let number):
      integers.insert(Int128(number))
      rounded.insert(Double(number))
    case .double(let number):
      // NaN equals nothing, so nothing would find it again.
      if !number.isNaN { doubles.insert(number) }
    case .optional(nil):
      holdsNone = true
    case .optional(let inner?):
      if wrapped.isEmpty { wrapped.append(ValueSet()) }
      wrapped[0].add(inner)
    default:
      if let scalar = Scalar(value) { scalars.insert(scalar) } else { compounds.append(value) }
    }
  }

  /// What has no parts and is no number, in a form whose equality is CEL's.
  private enum Scalar: Hashable {
    case null
    case bool(Bool)
    case string(Text)
    case bytes([UInt8])
    case timestamp(Timestamp)
    case duration(Duration)
    case ip(IPAddress)
    case cidr(CIDR)
    case type(ValueType)

    init?(_ value: Value) {
      switch value {
      case .null: self = .null
      case .bool(let flag): self = .bool(flag)
      case .string(let text): self = .string(Text(text))
      case .bytes(let bytes): self = .bytes(bytes)
      case .timestamp(let instant): self = .timestamp(instant)
      case .duration(let span): self = .duration(span)
      case .ip(let address): self = .ip(address)
      case .cidr(let range): self = .cidr(range)
      case .type(let type): self = .type(type.erased)
      case .int, .uint, .double, .list, .map, .optional: return nil
      }
    }
  }
}

extension Value {
  /// Whether it is a list or a map, or holds one as an optional does.
  private var isCompound: Bool {
    switch self {
    case .list, .map: true
    case .optional(let inner?): inner.isCompound
    default: false
    }
  }

  /// How many elements of a list are lists or maps, which a ``ValueSet`` compares one by one.
  var compoundCount: UInt64 {
    guard case .list(let elements) = self else { return 0 }
    return UInt64(elements.count(where: \.isCompound))
  }
}
