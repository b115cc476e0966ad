import PolicyCEL
import PolicyDiagnostics
import Testing

extension SyntaxErrors {
  @Test(
    arguments: [
      ("«»", ["the expression is empty"]),
      ("«  »", ["the expression is empty"]),
      ("«// only»", ["the expression is empty"]),
      ("a «=» b", ["`=` assigns, but an expression changes nothing"]),
      ("a «===» b", ["`===` is not an operator"]),
      ("a «!==» b", ["`!==` is not an operator"]),
      ("a «<>» b", ["`<>` is not an operator"]),
      ("a «and» b", ["`and` is not an operator"]),
      ("a «AND» b «or» c", ["`AND` is not an operator", "`or` is not an operator"]),
      ("«not» a", ["`not` is not an operator"]),
      ("«not» (a)", ["`not` is not an operator"]),
      ("a «not in» b", ["`not in` is not an operator"]),
      ("a «!in» b", ["`!in` is not an operator"]),
      ("a «is not» null", ["`is not` is not an operator"]),
      ("x «is» y", ["`is` is not an operator"]),
      ("a «&» b", ["`&` is not an operator"]),
      ("a «|» b", ["`|` is not an operator"]),
      ("a «^» b", ["`^` is not an operator"]),
      ("a «=>» b", ["`=>` is not an operator"]),
      ("i«++»", ["`++` is not an operator, because an expression changes nothing"]),
      ("«++»i", ["`++` is not an operator, because an expression changes nothing"]),
      ("i «+=» 1", ["`+=` assigns, but an expression changes nothing"]),
      ("x«--»", ["`--` is not an operator after a value"]),
      ("a «??» b", ["`??` is not an operator"]),
      ("a «**» 2", ["`**` is not an operator; there are no powers"]),
      ("a «<<» 1", ["`<<` is not an operator"]),
      ("a«->»b", ["`->` is not an operator"]),
      ("a«::»b", ["`::` is not an operator"]),
    ] as [(String, [String])])
  func `operators of other languages are named`(text: String, messages: [String]) {
    expectErrors(text, messages)
  }
}
