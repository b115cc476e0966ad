import SessionPolicy

extension LimitProfile {
  /// The standards that limits can be compared with.
  ///
  /// A section is cited as it is numbered in the edition that the title names. What a standard says
  /// of levels that Kratos does not have, such as AAL3, is left out.
  package static let all: [LimitProfile] = [
    // That a session ends at its limit: §5.2. At AAL2 one factor is enough after idleness (§2.2.3, MAY).
    LimitProfile(
      name: "nist-63b-4", title: "NIST SP 800-63B-4",
      limits: [
        Limit(.overall, nil, .shall, "§2.1.3", endsSession: true),
        Limit(.overall, .days(30), .should, "§2.1.3", endsSession: true),
        Limit(.factors, nil, .shall, "§2.2.1", level: .aal2),
        Limit(.overall, nil, .shall, "§2.2.3", level: .aal2, endsSession: true),
        Limit(.overall, .hours(24), .should, "§2.2.3", level: .aal2, endsSession: true),
        Limit(.idle, .hours(1), .should, "§2.2.3", level: .aal2),
      ]),
    // At AAL1 the session SHOULD end at its limit, at AAL2 it SHALL, after idleness too.
    LimitProfile(
      name: "nist-63b-3", title: "NIST SP 800-63B revision 3",
      limits: [
        Limit(.overall, .days(30), .should, "§4.1.3", endsSession: true),
        Limit(.factors, nil, .shall, "§4.2.1", level: .aal2),
        Limit(.overall, .hours(12), .shall, "§4.2.3", level: .aal2, endsSession: true),
        Limit(.idle, .minutes(30), .shall, "§4.2.3", level: .aal2, endsSession: true),
      ]),
    LimitProfile(
      name: "pci-dss-4", title: "PCI DSS 4.0.1",
      limits: [Limit(.idle, .minutes(15), .shall, "8.2.8")]),
    LimitProfile(
      name: "owasp-asvs-4-l1", title: "OWASP ASVS 4.0.3 level 1",
      limits: [Limit(.overall, .days(30), .shall, "3.3.2")]),
    LimitProfile(
      name: "owasp-asvs-4-l2", title: "OWASP ASVS 4.0.3 level 2",
      limits: [
        Limit(.overall, .hours(12), .shall, "3.3.2"),
        Limit(.idle, .minutes(30), .shall, "3.3.2"),
      ]),
    LimitProfile(
      name: "owasp-asvs-4-l3", title: "OWASP ASVS 4.0.3 level 3",
      limits: [
        Limit(.factors, nil, .shall, "3.3.2"),
        Limit(.overall, .hours(12), .shall, "3.3.2"),
        Limit(.idle, .minutes(15), .shall, "3.3.2"),
      ]),
    // Level 3 adds nothing about time to level 2; what it asks of factors Kratos cannot see.
    owaspASVS5("owasp-asvs-5-l2", level: 2), owaspASVS5("owasp-asvs-5-l3", level: 3),
    LimitProfile(
      name: "hipaa", title: "HIPAA 45 CFR 164.312",
      limits: [Limit(.idle, nil, .addressable, "(a)(2)(iii)", endsSession: true)]),
    LimitProfile(
      name: "dod-stig-asd", title: "DISA ASD STIG V6R4",
      limits: [
        Limit(.idle, .minutes(15), .shall, "V-222389", endsSession: true),
        Limit(
          .idle, .minutes(10), .shall, "V-222390", endsSession: true, audience: .administrators),
      ]),
    // The five minutes are for an account that was reached by strong customer authentication; where
    // the exemption of Art. 10 is used they do not apply (EBA Q&A 2018_4065), and 180 days do.
    LimitProfile(
      name: "psd2", title: "Regulation (EU) 2018/389",
      limits: [
        Limit(.idle, .minutes(5), .shall, "Art. 4(3)(d)"),
        Limit(.overall, .days(180), .shall, "Art. 10(2)(b)"),
      ]),
  ]

  private static func owaspASVS5(_ name: String, level: Int) -> LimitProfile {
    LimitProfile(
      name: name, title: "OWASP ASVS 5.0.0 level \(level)",
      limits: [
        Limit(.factors, nil, .shall, "6.3.3"),
        Limit(.idle, nil, .shall, "7.3.1"),
        Limit(.overall, nil, .shall, "7.3.2"),
      ])
  }
}

extension Duration {
  fileprivate static func minutes(_ count: Int64) -> Duration { .seconds(count * 60) }
  fileprivate static func hours(_ count: Int64) -> Duration { .seconds(count * 3_600) }
  fileprivate static func days(_ count: Int64) -> Duration { .seconds(count * 86_400) }
}
