/// Simple case folding: which scalars differ from each other only in case.
///
/// Mappings to several scalars (`ß` to `SS`) do not take part, as in RE2.
enum CaseFolding {
  /// The scalar that stands for all those that differ from this one only in case.
  static func canonical(_ scalar: UInt32) -> UInt32 {
    if scalar < 0x80 {
      return (0x41...0x5A).contains(scalar) ? scalar + 0x20 : scalar
    }
    // The dotless i has an upper case in common with i, but does not fold to it.
    guard scalar != 0x131, let original = Unicode.Scalar(scalar) else { return scalar }
    let upper = single(original.properties.uppercaseMapping) ?? original
    return (single(upper.properties.lowercaseMapping) ?? upper).value
  }

  /// Whether any other scalar folds to the same one.
  static func hasVariants(_ scalar: UInt32) -> Bool {
    anyVariant(of: scalar) { $0 != scalar }
  }

  /// Whether the condition holds for the scalar or for one that differs from it only in case.
  static func anyVariant(of scalar: UInt32, where condition: (UInt32) -> Bool) -> Bool {
    let folded = canonical(scalar)
    if condition(scalar) || condition(folded) { return true }
    let others = others(foldingTo: folded)
    if others.0 != 0 && condition(others.0) || others.1 != 0 && condition(others.1) { return true }
    if folded < 0x80 { return (0x61...0x7A).contains(folded) && condition(folded - 0x20) }
    guard folded != 0x131, let properties = Unicode.Scalar(folded)?.properties else { return false }
    if let upper = single(properties.uppercaseMapping), condition(upper.value) { return true }
    return single(properties.titlecaseMapping).map { condition($0.value) } ?? false
  }

  private static func single(_ mapping: String) -> Unicode.Scalar? {
    let scalars = mapping.unicodeScalars
    guard let first = scalars.first, scalars.dropFirst().isEmpty else { return nil }
    return first
  }

  /// The scalars that fold to one which does not map back to them, zero for none.
  private static func others(foldingTo scalar: UInt32) -> (UInt32, UInt32) {
    switch scalar {
    case 0x6B: (0x212A, 0)  // k, Kelvin sign
    case 0x73: (0x17F, 0)  // s, long s
    case 0xDF: (0x1E9E, 0)  // sharp s
    case 0xE5: (0x212B, 0)  // å, Ångström sign
    case 0x3B2: (0x3D0, 0)  // Greek letters and their symbols
    case 0x3B5: (0x3F5, 0)
    case 0x3B8: (0x3D1, 0x3F4)
    case 0x3B9: (0x345, 0x1FBE)
    case 0x3BA: (0x3F0, 0)
    case 0x3BC: (0xB5, 0)
    case 0x3C0: (0x3D6, 0)
    case 0x3C1: (0x3F1, 0)
    case 0x3C3: (0x3C2, 0)
    case 0x3C6: (0x3D5, 0)
    case 0x3C9: (0x2126, 0)
    case 0x432: (0x1C80, 0)  // Cyrillic letters and their variants
    case 0x434: (0x1C81, 0)
    case 0x43E: (0x1C82, 0)
    case 0x441: (0x1C83, 0)
    case 0x442: (0x1C84, 0x1C85)
    case 0x44A: (0x1C86, 0)
    case 0x463: (0x1C87, 0)
    case 0x1E61: (0x1E9B, 0)
    case 0xA64B: (0x1C88, 0)
    default: (0, 0)
    }
  }
}
