import SessionPolicy

extension ReportPage {
  /// What makes the page more comfortable, and nothing that is needed: buttons that copy commands and open
  /// or close everything, and what a link leads to is opened.
  static let script = """
    (()=>{const d=document,q=s=>[...d.querySelectorAll(s)],b=(t,f)=>{const e=d.createElement('button');\
    e.type='button';e.textContent=t;e.onclick=f;return e};\
    q('pre').forEach(p=>{const e=b('Copy',()=>navigator.clipboard.writeText(p.textContent).then(\
    ()=>{e.textContent='Copied';setTimeout(()=>{e.textContent='Copy'},1500)}));p.before(e)});\
    const n=d.querySelector('nav');let o=false;const e=b('Open all',()=>{o=!o;\
    q('details').forEach(x=>{x.open=o});e.textContent=o?'Close all':'Open all'});n.append(e);\
    const h=()=>{const t=location.hash.length>1&&d.getElementById(location.hash.slice(1));if(!t)return;\
    for(let x=t;x;x=x.parentElement)if(x.localName==='details')x.open=true;t.scrollIntoView()};\
    addEventListener('hashchange',h);h()})()
    """

  /// The SHA-256 digest of the script in base64, by which the page's policy lets it and no other run
  /// (Content Security Policy Level 3, §2.3.1).
  static let scriptDigest = base64(SHA256.digest(of: script.utf8))

  /// RFC 4648, §4.
  private static func base64(_ bytes: [UInt8]) -> String {
    let letters = Array(
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var result: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = Array(bytes[start..<min(start + 3, bytes.count)])
      let bits = (0..<3).reduce(0) { $0 << 8 | ($1 < group.count ? Int(group[$1]) : 0) }
      for place in 0..<4 {
        result.append(
          place <= group.count ? letters[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
