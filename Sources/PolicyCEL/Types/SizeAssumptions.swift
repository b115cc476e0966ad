/// The sizes that an estimate uses for what nothing bounds.
///
/// A field's own bound, ``ObjectType/Field/sizeLimit``, goes before them.
package enum SizeAssumptions {
  /// The most bytes of a string, or of all strings in a value of type `dyn`: 1 000.
  package static let stringLength: UInt64 = 1_000
  /// The most elements of a list or map, or in all of a value of type `dyn`: 1 000.
  package static let elementCount: UInt64 = 1_000
}
