import ArgumentParser
import PolicyDiagnostics

/// A policy that comes with the command, with its suites and what they name.
struct ReadyMadePolicy {
  /// What it is called.
  let name: String

  /// The names of all of them.
  static let names = ShippedFiles.all.compactMap { file -> String? in
    let parts = file.name.split(separator: "/")
    return parts.first == "policies" ? parts.last.map { String($0.dropLast(".yaml".count)) } : nil
  }

  /// The one that is called so; a folder or an ending that was written too does not matter.
  init(named text: String) throws {
    var name = text[...]
    if name.hasPrefix("policies/") { name = name.dropFirst("policies/".count) }
    if name.hasSuffix(".yaml") { name = name.dropLast(".yaml".count) }
    guard Self.names.contains(where: { $0.hasSameBytes(as: String(name)) }) else {
      let near =
        didYouMean(nearestNames(to: String(name), among: Self.names)).map { "; \($0)" } ?? ""
      throw ValidationError(
        "there is no ready-made policy \(quotedForDisplay(text))\(near); there are "
          + Self.names.joined(separator: ", "))
    }
    self.name = String(name)
  }

  /// Its files, by their names below the folder.
  var files: [(name: String, text: String)] {
    let policy = "policies/\(name).yaml"
    let suites = ShippedFiles.all.filter {
      $0.name.hasPrefix("samples/") && $0.text.contains("\npolicies: [../\(policy)]\n")
    }
    // What a suite names stands in it by the rest of its name.
    let named = ShippedFiles.all.filter { file in
      guard file.name.hasSuffix(".json") else { return false }
      let name = file.name.dropFirst("samples/".count)
      return suites.contains { $0.text.contains(name) }
    }
    return ShippedFiles.all.filter { $0.name.hasSameBytes(as: policy) } + suites + named
  }
}
