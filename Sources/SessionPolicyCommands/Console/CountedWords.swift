/// A number with what it counts: `1 file`, `2 files`, `3 policies`.
func counted(_ number: Int, _ noun: String) -> String {
  let plural = noun.hasSuffix("y") ? noun.dropLast() + "ies" : noun + "s"
  return "\(number) \(number == 1 ? noun : plural)"
}
