/// What Kratos' schema lets a value of its configuration be.
indirect enum KratosShape: Sendable {
  /// Anything.
  case anything
  /// A text of at least so many characters that begins with one of some words, if there are any.
  case text(beginning: [String] = [], atLeast: Int = 0)
  /// One of some words.
  case choice([String])
  /// `true` or `false`.
  case flag
  /// A whole number.
  case number(ClosedRange<Int>)
  /// A duration as Go spells it.
  case duration
  /// A size as Kratos spells it: `128MB`.
  case size
  /// A list with at least so many items, no two of them alike where `isSet`.
  case list(KratosShape, atLeast: Int = 0, isSet: Bool = false)
  /// A mapping whose keys are names that the operator gives.
  case named(KratosShape)
  /// A mapping with these keys, and with no others unless it is open.
  case record([String: KratosShape], isOpen: Bool = false)
  /// A mapping that names one of some hooks under `hook`, and has that hook's keys.
  case hook([String])

  /// Any text.
  static let text = text()
  /// Any whole number.
  static let count = number(0...Int.max)
  /// A mapping with these keys, and whatever others.
  static func open(_ keys: [String: KratosShape]) -> KratosShape { .record(keys, isOpen: true) }
  /// A mapping with these keys and no others.
  static func closed(_ keys: [String: KratosShape]) -> KratosShape { .record(keys) }
}

extension KratosShape {
  /// Every key with all the places at which Kratos reads it, each as the keys that lead there.
  ///
  /// A step `[]` stands for an item of a list, and `*` for a name that the operator gives.
  static let places: [String: [[String]]] = {
    var places: [String: [[String]]] = [:]
    func visit(_ shape: KratosShape, _ path: [String]) {
      switch shape {
      case .record(let keys, _):
        for (key, shape) in keys {
          places[key, default: []].append(path)
          visit(shape, path + [key])
        }
      case .list(let item, _, _): visit(item, path + ["[]"])
      case .named(let value): visit(value, path + ["*"])
      case .anything, .text, .choice, .flag, .number, .duration, .size, .hook: break
      }
    }
    visit(.configuration, [])
    return places.mapValues { paths in
      paths.sorted {
        $0.count == $1.count ? $0.lexicographicallyPrecedes($1) : $0.count < $1.count
      }
    }
  }()
}
