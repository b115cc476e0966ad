import SessionPolicy

extension LimitProfile {
  /// The standards that limits can be compared with.
  ///
  /// A section is cited as it is numbered in the edition that the title names. What a standard says
  /// of levels that Kratos does not have, such as AAL3, is left out.
  package static let all: [LimitProfile] = [
    LimitProfile(
      name: "nist-63b-4", title: "NIST SP 800-63B-4",
      limits: [
        Limit(.overall, nil, .shall, "§2.1.3", level: .aal1),
        Limit(.overall, .days(30), .should, "§2.1.3", level: .aal1),
        Limit(.overall, nil, .shall, "§2.2.3", level: .aal2),
        Limit(.overall, .hours(24), .should, "§2.2.3", level: .aal2),
        Limit(.idle, .hours(1), .should, "§2.2.3", level: .aal2),
      ]),
    LimitProfile(
      name: "nist-63b-3", title: "NIST SP 800-63B revision 3",
      limits: [
        Limit(.overall, .days(30), .should, "§4.1.3", level: .aal1),
        Limit(.overall, .hours(12), .shall, "§4.2.3", level: .aal2),
        Limit(.idle, .minutes(30), .shall, "§4.2.3", level: .aal2),
      ]),
    LimitProfile(
      name: "pci-dss-4", title: "PCI DSS 4.0.1",
      limits: [Limit(.idle, .minutes(15), .shall, "8.2.8", level: .aal1)]),
    LimitProfile(
      name: "owasp-asvs-4-l1", title: "OWASP ASVS 4.0.3 level 1",
      limits: [Limit(.overall, .days(30), .shall, "3.3.2", level: .aal1)]),
    LimitProfile(
      name: "owasp-asvs-4-l2", title: "OWASP ASVS 4.0.3 level 2",
      limits: [
        Limit(.overall, .hours(12), .shall, "3.3.2", level: .aal1),
        Limit(.idle, .minutes(30), .shall, "3.3.2", level: .aal1),
      ]),
    LimitProfile(
      name: "owasp-asvs-4-l3", title: "OWASP ASVS 4.0.3 level 3",
      limits: [
        Limit(.overall, .hours(12), .shall, "3.3.2", level: .aal1),
        Limit(.idle, .minutes(15), .shall, "3.3.2", level: .aal1),
      ]),
    LimitProfile(
      name: "owasp-asvs-5-l2", title: "OWASP ASVS 5.0.0 level 2",
      limits: [
        Limit(.idle, nil, .shall, "7.3.1", level: .aal1),
        Limit(.overall, nil, .shall, "7.3.2", level: .aal1),
      ]),
    LimitProfile(
      name: "hipaa", title: "HIPAA 45 CFR 164.312(a)(2)(iii)",
      limits: [Limit(.idle, nil, .should, "(a)(2)(iii), addressable", level: .aal1)]),
    LimitProfile(
      name: "dod-stig-asd", title: "DISA ASD STIG V6R4",
      limits: [Limit(.idle, .minutes(15), .shall, "V-222389", level: .aal1)]),
    LimitProfile(
      name: "psd2", title: "Regulation (EU) 2018/389",
      limits: [Limit(.idle, .minutes(5), .shall, "Art. 4(3)(d)", level: .aal1)]),
  ]
}

extension Duration {
  fileprivate static func minutes(_ count: Int64) -> Duration { .seconds(count * 60) }
  fileprivate static func hours(_ count: Int64) -> Duration { .seconds(count * 3_600) }
  fileprivate static func days(_ count: Int64) -> Duration { .seconds(count * 86_400) }
}
