import ArgumentParser
import PolicyDiagnostics

/// The choice of a name on the command line; what is none of them is answered with all that there are.
///
/// - Parameter problem: What is wrong with a name, before the list.
func namedChoice<Choice: RawRepresentable<String> & CaseIterable>(
  _ text: String, _ problem: (String) -> String
) throws -> Choice {
  guard let choice = Choice(rawValue: text) else {
    throw ValidationError(
      problem(quotedForDisplay(text)) + "; there are "
        + Choice.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", "))
  }
  return choice
}
