public import PolicyJSON
import PolicyTime

extension Decision {
  /// The decision as the text of JSON, in one line: `response.body = decision.jsonText`.
  public var jsonText: String { jsonText(id: nil) }

  /// The decision as the text of JSON, in one line, with the `id` of its snapshot.
  public func jsonText(id: JSONValue?) -> String {
    var writer = JSONWriter()
    write(to: &writer, id: id)
    return writer.text
  }

  /// The decision in the shape that programs read; `id` is the snapshot's, if it had one.
  public func json(id: JSONValue? = nil) -> JSONValue {
    // The shape stands once, below.
    let decision = JSONValue(written: { write(to: &$0) })
    guard let id, let members = decision.object?.members else { return decision }
    return .object(JSONObject([("id", id)] + members.map { ($0.key, $0.value) }))
  }

  /// Appends the decision in the shape that programs read; `id` is the snapshot's, if it had one.
  public func write(to writer: inout JSONWriter, id: JSONValue? = nil) {
    writer.object { writer in
      if let id {
        writer.key("id")
        writer.write(id)
      }
      writer.word("outcome", outcome.rawValue)
      writer.key("extend")
      extend.write(to: &writer)
      writer.key("refresh")
      refresh.write(to: &writer)
      writer.key("reauthentication")
      if let reauthentication { reauthentication.write(to: &writer) } else { writer.null() }
      writer.reasons("reasons", reasons)
      writer.key("deadlines")
      deadlines.write(to: &writer)
      writer.array("requests", requests) { $0.write(to: &$1) }
      writer.instant("valid_until", validUntil)
      writer.array("indeterminate", indeterminate) { $0.write(to: &$1) }
      writer.array("ignored", ignored) { ignored, writer in
        writer.object {
          $0.string("attribute", ignored.attribute)
          $0.string("suggestion", ignored.suggestion)
        }
      }
      writer.key("policies")
      writer.object {
        $0.string("digest", policies.digest)
        $0.string("engine", policies.engine)
      }
    }
  }
}

extension JSONWriter {
  fileprivate mutating func string(_ key: StaticString, _ text: String?) {
    self.key(key)
    if let text { string(text) } else { null() }
  }

  /// A word of a few, which needs no escapes.
  fileprivate mutating func word(_ key: StaticString, _ word: String?) {
    self.key(key)
    if let word { plainString(word) } else { null() }
  }

  fileprivate mutating func bool(_ key: StaticString, _ value: Bool) {
    self.key(key)
    bool(value)
  }

  fileprivate mutating func instant(_ key: StaticString, _ instant: Timestamp?) {
    self.key(key)
    guard let instant else { return null() }
    plainString(atMost: Timestamp.rfc3339Limit) { instant.writeRFC3339(to: $0) }
  }

  fileprivate mutating func array<Element>(
    _ key: StaticString, _ elements: [Element], _ write: (Element, inout JSONWriter) -> Void
  ) {
    self.key(key)
    array { for element in elements { write(element, &$0) } }
  }

  fileprivate mutating func strings(_ key: StaticString, _ texts: [String]) {
    array(key, texts) { $1.string($0) }
  }

  fileprivate mutating func reasons(_ key: StaticString, _ reasons: [Reason]) {
    array(key, reasons) { $0.write(to: &$1) }
  }
}

extension Decision.Extend {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.object {
      $0.bool("allowed", isAllowed)
      $0.instant("expires_at", expiresAt)
      $0.instant("not_before", notBefore)
      $0.strings("rules", rules)
      $0.reasons("reasons", reasons)
    }
  }
}

extension Decision.Refresh {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.object {
      $0.bool("allowed", isAllowed)
      $0.strings("rules", rules)
      $0.reasons("reasons", reasons)
      $0.array("steps", steps) { $0.write(to: &$1) }
    }
  }
}

extension Decision.Reauthentication {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.object {
      $0.word("aal", aal?.name)
      $0.string("max_age", maxAge.map { $0.policyText ?? $0.secondsText })
      if let methods {
        $0.strings("methods", methods)
      } else {
        $0.string("methods", nil)
      }
      $0.strings("rules", rules)
      $0.strings("missing", missing.map(\.rawValue))
      $0.array("steps", steps) { $0.write(to: &$1) }
      $0.array("alternatives", alternatives) { steps, writer in
        writer.array { for step in steps { step.write(to: &$0) } }
      }
      $0.bool("enrolment_known", isEnrolmentKnown)
    }
  }
}

extension Decision.Step {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.object {
      $0.word("factor", factor.rawValue)
      if let methods { $0.strings("methods", methods) }
      $0.key("browser")
      browser.writeCall(to: &$0)
      $0.key("native")
      if let native { native.writeCall(to: &$0) } else { $0.null() }
      $0.key("then")
      $0.object {
        $0.instant("authenticated_at", then.authenticatedAt)
        $0.instant("expires_at", then.expiresAt)
        $0.word("aal", then.aal.name)
      }
    }
  }
}

extension KratosRequest {
  /// The call as JSON: `purpose`, `method`, `path`, `query`, `audience`.
  public var json: JSONValue { JSONValue(written: { write(to: &$0) }) }

  /// Writes the call alone, as in a step.
  fileprivate func writeCall(to writer: inout JSONWriter) {
    writer.object { writeMembers(to: &$0) }
  }

  /// Writes the call with what it is for and where it goes.
  fileprivate func write(to writer: inout JSONWriter) {
    writer.object {
      $0.word("purpose", purpose.rawValue)
      writeMembers(to: &$0)
      $0.word("audience", audience.rawValue)
    }
  }

  private func writeMembers(to writer: inout JSONWriter) {
    writer.string("method", method)
    writer.string("path", path)
    writer.key("query")
    writer.object {
      for parameter in query {
        $0.key(parameter.name)
        $0.string(parameter.value)
      }
    }
  }
}

extension Decision.Deadlines {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.object {
      $0.instant("expires_at", expiresAt)
      $0.instant("extendable_from", extendableFrom?.at)
      $0.instant("reauthenticate_at", reauthenticateAt?.at)
      $0.instant("sign_in_at", signInAt?.at)
      $0.instant("cookie_at", cookieAt)
      $0.instant("idle_at", idleAt?.at)
      $0.instant("capped_at", cappedAt?.at)
      $0.instant("window_opens_at", windowOpensAt?.at)
      $0.key("rules")
      $0.object {
        if let rule = extendableFrom?.rule { $0.string("extendable_from", rule) }
        if let rule = reauthenticateAt?.rule { $0.string("reauthenticate_at", rule) }
        if let rule = signInAt?.rule { $0.string("sign_in_at", rule) }
        if let rule = idleAt?.rule { $0.string("idle_at", rule) }
        if let rule = cappedAt?.rule { $0.string("capped_at", rule) }
        if let rule = windowOpensAt?.rule { $0.string("window_opens_at", rule) }
      }
    }
  }
}

extension Reason {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.object {
      $0.word("code", code.rawValue)
      $0.string("rule", rule)
      if let message { $0.string("message", message) }
    }
  }
}

extension Decision.Indeterminate {
  fileprivate func write(to writer: inout JSONWriter) {
    writer.object {
      $0.string("rule", rule)
      $0.string("attribute", attribute)
      $0.string("cause", cause)
    }
  }
}
