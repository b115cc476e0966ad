import PolicyTime

/// Fields of timestamps and parts of durations.
let timeFunctions: [FunctionDeclaration] = CalendarAccessor.allCases.map { accessor in
  let name = accessor.rawValue
  var overloads = [
    Overload("timestamp_\(name)", isMember: true, [.timestamp], .int),
    Overload("timestamp_\(name)_zone", isMember: true, [.timestamp, .string], .int),
  ]
  if accessor.isClockPart {
    overloads.append(Overload("duration_\(name)", isMember: true, [.duration], .int))
  }
  return FunctionDeclaration(
    name, overloads,
    implementations: [
      1: .unary { value throws(EvaluationError) in
        switch value {
        case .timestamp(let instant): return .int(accessor.value(of: instant, in: nil))
        case .duration(let span) where accessor.isClockPart: return .int(accessor.value(of: span))
        default: throw noOverload(name)
        }
      },
      2: .binary { value, zone throws(EvaluationError) in
        guard case .timestamp(let instant) = value, case .string(let zone) = zone else {
          throw noOverload(name)
        }
        return .int(accessor.value(of: instant, in: try zoneRules(zone)))
      },
    ])
}

/// The rules of a zone by its name.
func zoneRules(_ name: String) throws(EvaluationError) -> ZoneRules {
  guard let rules = ZoneRules.named(name) else {
    throw EvaluationError(.invalidArgument("`\(name)` is no time zone of the system's database"))
  }
  return rules
}
