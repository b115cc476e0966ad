import Foundation
import SessionPolicy
import SessionPolicyFoundation

func remaining(of session: Session, under policies: PolicySet) -> TimeInterval? {
  var snapshot = Snapshot(session: session)
  snapshot.context["amount"] = 2500.5
  let decision = policies.decide(snapshot, at: Date())
  return decision.validUntil.map { Date($0).timeIntervalSinceNow }
}
