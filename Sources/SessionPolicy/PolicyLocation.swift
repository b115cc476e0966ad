public import PolicyDiagnostics

/// A place in a source file.
///
/// Swift Testing has a `SourceLocation` too, and whoever tests policies imports both: so this one comes under another
/// name.
public typealias PolicyLocation = SourceLocation
