/// A set of Unicode general categories, such as all letters.
///
/// The categories are the runtime's, of whatever version of Unicode it has (17 in Swift 6.3).
struct GeneralCategories: OptionSet, Sendable {
  let rawValue: UInt32

  /// The categories of a name such as `Lu`, or of a group such as `L`; none for another name.
  init?(named name: String) {
    let found = Self.table.filter {
      name == $0.name || name.utf8.elementsEqual($0.name.utf8.prefix(1))
    }
    guard !found.isEmpty else { return nil }
    self.init(rawValue: found.reduce(0) { $0 | $1.bit })
  }

  init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  func contains(_ scalar: UInt32) -> Bool {
    guard let scalar = Unicode.Scalar(scalar) else {
      return rawValue & Self.surrogate != 0
    }
    return rawValue & Self.bit(of: scalar.properties.generalCategory) != 0
  }

  private static let surrogate: UInt32 = 1 << 28

  /// The names in RE2; unassigned code points have none.
  private static let table: [(name: String, bit: UInt32)] = [
    ("Lu", bit(of: .uppercaseLetter)), ("Ll", bit(of: .lowercaseLetter)),
    ("Lt", bit(of: .titlecaseLetter)), ("Lm", bit(of: .modifierLetter)),
    ("Lo", bit(of: .otherLetter)), ("Mn", bit(of: .nonspacingMark)),
    ("Mc", bit(of: .spacingMark)), ("Me", bit(of: .enclosingMark)),
    ("Nd", bit(of: .decimalNumber)), ("Nl", bit(of: .letterNumber)),
    ("No", bit(of: .otherNumber)), ("Pc", bit(of: .connectorPunctuation)),
    ("Pd", bit(of: .dashPunctuation)), ("Ps", bit(of: .openPunctuation)),
    ("Pe", bit(of: .closePunctuation)), ("Pi", bit(of: .initialPunctuation)),
    ("Pf", bit(of: .finalPunctuation)), ("Po", bit(of: .otherPunctuation)),
    ("Sm", bit(of: .mathSymbol)), ("Sc", bit(of: .currencySymbol)),
    ("Sk", bit(of: .modifierSymbol)), ("So", bit(of: .otherSymbol)),
    ("Zs", bit(of: .spaceSeparator)), ("Zl", bit(of: .lineSeparator)),
    ("Zp", bit(of: .paragraphSeparator)), ("Cc", bit(of: .control)),
    ("Cf", bit(of: .format)), ("Co", bit(of: .privateUse)), ("Cs", surrogate),
  ]

  private static func bit(of category: Unicode.GeneralCategory) -> UInt32 {
    switch category {
    case .uppercaseLetter: 1 << 0
    case .lowercaseLetter: 1 << 1
    case .titlecaseLetter: 1 << 2
    case .modifierLetter: 1 << 3
    case .otherLetter: 1 << 4
    case .nonspacingMark: 1 << 5
    case .spacingMark: 1 << 6
    case .enclosingMark: 1 << 7
    case .decimalNumber: 1 << 8
    case .letterNumber: 1 << 9
    case .otherNumber: 1 << 10
    case .connectorPunctuation: 1 << 11
    case .dashPunctuation: 1 << 12
    case .openPunctuation: 1 << 13
    case .closePunctuation: 1 << 14
    case .initialPunctuation: 1 << 15
    case .finalPunctuation: 1 << 16
    case .otherPunctuation: 1 << 17
    case .mathSymbol: 1 << 18
    case .currencySymbol: 1 << 19
    case .modifierSymbol: 1 << 20
    case .otherSymbol: 1 << 21
    case .spaceSeparator: 1 << 22
    case .lineSeparator: 1 << 23
    case .paragraphSeparator: 1 << 24
    case .control: 1 << 25
    case .format: 1 << 26
    case .privateUse: 1 << 27
    case .surrogate: surrogate
    case .unassigned: 0
    @unknown default: 0
    }
  }
}
