import PolicyDiagnostics
import PolicyTesting
import PolicyTime
import SessionPolicy

/// The life of a session as one page of HTML that asks for nothing else and works without scripts.
struct LifePage {
  let picture: LifePicture
  /// Prefix of the identifiers, where several lives stand in one page.
  var name = "life"
  /// How much narrower than a page the picture is, in pixels.
  var margin = 0.0
  /// The element of its headings.
  var heading = "h2"

  init(_ picture: LifePicture, name: String = "life", heading: String = "h2") {
    (self.picture, self.name, self.heading) = (picture, name, heading)
  }

  /// The whole page.
  var html: String {
    var markup = Markup()
    markup.raw(
      "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">"
        + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
    markup.element("title", picture.title)
    markup.element("style") {
      $0.raw(PictureStyle.colors + PictureStyle.drawing + PictureStyle.page)
    }
    markup.element("main") {
      $0.element("h1", picture.title)
      $0.element("p", [("class", "muted")], picture.subtitle)
      $0.raw(LifeDrawing.patterns())
      body(&$0)
      spans(&$0)
    }
    return markup.text + "\n"
  }

  /// The picture, and what changes and why.
  func body(_ markup: inout Markup) {
    var drawing = LifeDrawing(picture, name: name)
    drawing.narrow(by: margin)
    markup.raw(drawing.embedded)
    markup.element("p", picture.summary)
    markup.element(heading, "What changes, and why")
    changes(&markup)
  }

  private func changes(_ markup: inout Markup) {
    let changes = picture.numbered
    guard !changes.isEmpty else {
      let end = picture.label(picture.life.end)
      return markup.element("p", "Nothing changes by time until \(end).")
    }
    markup.element("ol", [("class", "changes")]) {
      for entry in changes {
        let change = entry.change
        $0.element("li", [("id", "\(name)-\(entry.number)")]) {
          $0.element("b", "\(entry.number)")
          $0.element("time", change.at.rfc3339)
          $0.raw(" ")
          $0.element("strong", picture.headline(of: change))
          $0.content(" → " + picture.effects(of: entry).joined(separator: "; "))
          for origin in picture.origins(of: change) {
            $0.element("div", [("class", "muted")], origin)
          }
        }
      }
    }
  }

  private func spans(_ markup: inout Markup) {
    let spans = picture.life.spans.filter { $0.until > $0.from }
    let names = ["from", "until", "outcome", "extend", "refresh", "expires"]
    markup.element("details") {
      $0.element("summary", "The same as a table")
      $0.element("table") {
        $0.element("thead") {
          $0.element("tr") { for name in names { $0.element("th", [("scope", "col")], name) } }
        }
        $0.element("tbody") {
          for span in spans.prefix(400) {
            let extend = span.decision.extend
            let cells = [
              span.from.rfc3339, span.until.rfc3339, span.decision.outcome.rawValue,
              extend.isAllowed
                ? "yes" : "no, " + extend.reasons.map(\.code.rawValue).joined(separator: ", "),
              span.decision.refresh.isAllowed ? "yes" : "no", span.expiresAt?.rfc3339 ?? "unknown",
            ]
            $0.element("tr") {
              for (name, cell) in zip(names, cells) {
                $0.element("td", [("data-name", name)], cell)
              }
            }
          }
        }
      }
      if spans.count > 400 { $0.element("p", "and \(spans.count - 400) more, not listed") }
    }
  }
}
