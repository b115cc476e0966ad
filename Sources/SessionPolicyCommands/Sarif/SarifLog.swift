import PolicyJSON

/// A document of SARIF 2.1.0 with one run of this program, with all that code scanning on GitHub asks for.
struct SarifLog {
  /// What results are about, as SARIF describes rules.
  let rules: [JSONValue]
  let results: [JSONValue]
  /// How many results were left out.
  let omitted: Int

  /// The document.
  var json: JSONValue {
    [
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
      "runs": [
        [
          "tool": [
            "driver": [
              "name": "session-policy", "semanticVersion": .string(SessionPolicyCommand.version),
              "rules": .array(rules),
            ]
          ],
          "columnKind": "utf16CodeUnits", "automationDetails": ["id": "session-policy/"],
          "originalUriBaseIds": [
            "%SRCROOT%": ["description": ["text": "The folder that the command was run in."]]
          ],
          "results": .array(results), "properties": ["omitted": .number(omitted)],
        ]
      ],
    ]
  }

  /// A text in which nothing is a link.
  ///
  /// Brackets make links in messages, so those that a policy has are escaped.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if ["\\", "[", "]"].contains(scalar) { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
    return result
  }
}
