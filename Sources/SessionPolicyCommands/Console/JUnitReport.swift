import PolicyDiagnostics

/// A report in the form of JUnit, which build servers read.
///
/// There is no standard; these are the elements and attributes that the common readers agree on.
struct JUnitReport {
  /// What became of a case.
  enum Outcome {
    case passed
    /// The result was wrong: a message in one line, a type, and everything else there is to say.
    case failure(message: String, type: String, details: String)
    /// There was no result.
    case error(message: String, type: String, details: String)
    case skipped(message: String)
  }

  /// One case.
  struct Case {
    var name: String
    var file: String
    /// The line in the file, from 1; `nil` for the file as a whole.
    var line: Int?
    var outcome: Outcome
  }

  /// How many cases there are that are not listed.
  var omitted = 0
  private var suites = ""
  private var totals = Counts()

  /// How many cases there are of each kind.
  private struct Counts {
    var tests = 0
    var failures = 0
    var errors = 0
    var skipped = 0

    var attributes: String {
      " tests=\"\(tests)\" failures=\"\(failures)\" errors=\"\(errors)\" skipped=\"\(skipped)\""
    }
  }

  /// Adds a suite with its cases.
  mutating func add(suite: String, file: String, _ cases: [Case]) {
    var counts = Counts()
    var body = ""
    for item in cases {
      counts.tests += 1
      body +=
        "    <testcase name=\"\(Self.attribute(item.name))\" classname=\"\(Self.attribute(suite))\""
      body += " file=\"\(Self.attribute(item.file))\""
      if let line = item.line { body += " line=\"\(line)\"" }
      switch item.outcome {
      case .passed: body += "/>\n"
      case .failure(let message, let type, let details):
        counts.failures += 1
        body += ">\n" + Self.element("failure", message, type, details) + "    </testcase>\n"
      case .error(let message, let type, let details):
        counts.errors += 1
        body += ">\n" + Self.element("error", message, type, details) + "    </testcase>\n"
      case .skipped(let message):
        counts.skipped += 1
        body += ">\n      <skipped message=\"\(Self.attribute(message))\"/>\n    </testcase>\n"
      }
    }
    suites +=
      "  <testsuite name=\"\(Self.attribute(suite))\" file=\"\(Self.attribute(file))\""
      + counts.attributes + ">\n" + body + "  </testsuite>\n"
    totals.tests += counts.tests
    totals.failures += counts.failures
    totals.errors += counts.errors
    totals.skipped += counts.skipped
  }

  /// The document, ending with a line break.
  var text: String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"session-policy\""
      + totals.attributes + ">\n" + suites + remainder + "</testsuites>\n"
  }

  /// A suite that says how many cases are not listed; nothing where all are.
  private var remainder: String {
    guard omitted > 0 else { return "" }
    return "  <testsuite name=\"omitted\" tests=\"0\">\n    <system-out>"
      + "\(omitted) more are not listed</system-out>\n  </testsuite>\n"
  }

  private static func element(
    _ name: String, _ message: String, _ type: String, _ details: String
  ) -> String {
    "      <\(name) message=\"\(attribute(message))\" type=\"\(attribute(type))\">"
      + escapedForMarkup(details) + "</\(name)>\n"
  }

  private static func attribute(_ text: String) -> String {
    escapedForMarkup(text, isAttribute: true)
  }
}
