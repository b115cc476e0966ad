import PolicyCEL
import PolicyDiagnostics
import Testing

@testable import SessionPolicy

@Suite("the built-in vocabulary")
struct SessionSchemaTests {
  @Test(arguments: [
    ("session.identity", "identity"), ("session.identity.traits.a", "identity.traits.a"),
    ("identity.traits.a", "identity.traits.a"), ("session.identity_id", "session.identity_id"),
    ("session.authenticator_assurance_level", "session.aal"), ("session.aal", "session.aal"),
    ("request.action", "request.action"),
  ]) func bothNamesOfAnAttributeAreOne(_ written: String, _ canonical: String) {
    let path = AttributePath(written.split(separator: ".").map(String.init))
    #expect(SessionSchema.canonicalPath(path).description == canonical)
  }

  @Test func everyRecordThatAFieldNamesIsThere() {
    let records = SessionSchema.environment.objects
    for (name, record) in records {
      #expect(record.name == name)
      for field in record.fields.values {
        var type = field.type
        while case .list(let element) = type { type = element }
        if case .object(let inner) = type { #expect(records[inner] != nil) }
      }
    }
  }

  @Test func derivedFieldsFollowFromInstantsThatExist() {
    let records = SessionSchema.environment.objects
    for field in records.values.flatMap(\.fields.values) {
      switch field.derivation {
      case .elapsed(let base), .remaining(let base):
        #expect(field.type == .duration)
        #expect(records[base.components[0]]?.fields[base.components[1]]?.type == .timestamp)
      case nil: continue
      }
    }
  }

  @Test func theVocabularyIsWhatConditionsCanRead() {
    let reads = [
      "session.age < duration('1h') && session.idle < kratos.lifespan",
      "session.authentication_methods.exists(m, m.method == 'totp' && m.completed_at < now)",
      "session.devices.all(d, has(d.ip_address) && d.ip_address != request.ip)",
      "session.aal >= 'aal1' && session.identity.state == identity.state",
      "identity.verifiable_addresses.exists(a, a.verified && a.via == 'email')",
      "request.client.type == 'browser' && request.interactive && request.country in ['DE']",
      "has(request.device.platform) && request.device.platform == 'ios'",
      "kratos.required_aal == 'highest_available' || session.remaining > duration('0s')",
      "has(identity.metadata_public) && identity.metadata_public.plan == 'gold'",
    ]
    for text in reads {
      let parsed = ExpressionParser.parse(text).value
      let found = parsed.map {
        ExpressionChecker.check($0, in: SessionSchema.environment, expecting: .bool).diagnostics
      }
      #expect(found?.map(\.message) == [], "\(text)")
    }
  }
}
