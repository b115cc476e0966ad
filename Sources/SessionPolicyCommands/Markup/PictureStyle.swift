/// The colours and type of pictures and pages, light and dark.
///
/// Lightness carries strictness: on a light page what is stricter is darker, on a dark one brighter, so that
/// a picture survives grey print and colour blindness. A fill is pale, and its lower edge has the contrast of
/// 3:1 that WCAG 2.2 asks of shapes (1.4.11); every text has 4.5:1 or more on what it stands on (1.4.3). Every
/// state is also written or has a shape, so that nothing is said by colour alone (1.4.1).
enum PictureStyle {
  /// The colours.
  static let colors =
    ":root{color-scheme:light dark;--bg:#fff;--ink:#1a1f26;--muted:#545e69;--line:#d4dae1;"
    + "--grid:#e8ebef;--go:#d5ece5;--go-ink:#08483d;--go-edge:#1a7763;--ask:#f5c675;--ask-ink:#392300;"
    + "--ask-edge:#975900;--over:#781d3d;--over-ink:#fff;--no:#eceff2;--no-ink:#48515b;--no-edge:#7c8690;"
    + "--fill:#cbd5df;--fill-edge:#506278;--now:#1c4cd4;--ahead:#f5f7fb;--dif:#6a3cb1;--dif-bg:#f0e9fb;"
    + "--dif-ink:#3a1872;--bad:#a1102c;--bad-bg:#fdebee;--one:#874800;--one-bg:#fff2db;--ok:#0f5e46;"
    + "--code:#f2f4f6}"
    + "@media screen and (prefers-color-scheme:dark){:root{--bg:#10151a;--ink:#e7ecf1;--muted:#9ca9b6;"
    + "--line:#313c48;--grid:#1f2832;--go:#143a30;--go-ink:#a7e5d3;--go-edge:#41b89c;--ask:#5e3c07;"
    + "--ask-ink:#ffdda5;--ask-edge:#e3a545;--over:#ef9fb8;--over-ink:#330719;--no:#1d262d;--no-ink:#adb8c3;"
    + "--no-edge:#707d8a;--fill:#2c3a48;--fill-edge:#90a7bf;--now:#8cb5ff;--ahead:#141c27;--dif:#b896f7;"
    + "--dif-bg:#241b39;--dif-ink:#dccdff;--bad:#ff9cad;--bad-bg:#36131c;--one:#f1ba5f;--one-bg:#342509;"
    + "--ok:#64d1b2;--code:#181f27}}"

  /// What drawings take besides.
  static let drawing =
    ".t{font:12px/1 ui-sans-serif,system-ui,sans-serif;fill:var(--ink)}.paper{fill:var(--bg)}"
    + ".ahead{fill:var(--ahead)}.h{font-size:17px;font-weight:650}.b{font-weight:600}"
    + ".halo{paint-order:stroke;stroke:var(--bg);stroke-width:3px}.mu{fill:var(--muted)}.mo{font-family:ui-monospace,monospace;font-size:11px}"
    + ".tick{stroke:var(--grid)}.cut{stroke:var(--line);stroke-dasharray:1 3}"
    + ".go rect{fill:var(--go)}.go .e{fill:var(--go-edge)}.go text{fill:var(--go-ink)}"
    + ".ask rect{fill:var(--ask)}.ask .e{fill:var(--ask-edge)}.ask text{fill:var(--ask-ink)}"
    + ".over rect{fill:var(--over)}.over text{fill:var(--over-ink)}"
    + ".no rect{fill:var(--no)}.no .e{fill:var(--no-edge)}.no text{fill:var(--no-ink)}"
    + ".wait rect{fill:none}.wait .e{fill:var(--no-edge)}.wait text{fill:var(--muted)}"
    + ".saw{fill:var(--fill);stroke:var(--fill-edge);vector-effect:non-scaling-stroke}"
    + ".cap{stroke:var(--fill-edge);stroke-dasharray:2 2}.miss{fill:none;stroke:var(--no-edge);"
    + "stroke-dasharray:4 3}.live{stroke:var(--ink);stroke-width:2}"
    + ".left{stroke:var(--muted);stroke-dasharray:2 3}.win{fill:url(#hatch)}"
    + ".hl{stroke:var(--go-edge);stroke-width:1.5}.hs{stroke:var(--dif);stroke-width:1.5}"
    + ".strict{fill:url(#strict)}.loose{fill:url(#hatch)}"
    + ".mark{fill:var(--ink);stroke:var(--ink);stroke-width:1.5}.plan .mark{fill:var(--bg)}"
    + ".bad{stroke:var(--bad);stroke-width:2}.num circle{fill:var(--bg);stroke:var(--ink)}"
    + ".num text{font-size:10.5px;font-weight:650;text-anchor:middle}"
    + ".num:focus-visible circle,.num:hover circle{stroke:var(--now);stroke-width:2.5}a.num{outline:none}"
    + ".now{stroke:var(--now);stroke-width:1.5}.nowt{fill:var(--now);font-weight:650}"
    + ".end{text-anchor:end}.mid{text-anchor:middle}.s,.m,.l{display:none}"
    + "@media(max-width:699.9px){.s{display:inline}}"
    + "@media(min-width:700px) and (max-width:1139.9px){.m{display:inline}}"
    + "@media(min-width:1140px){.l{display:inline}}"

  /// What pages take besides.
  static let page =
    "*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--ink);"
    + "font:14px/1.5 ui-sans-serif,system-ui,sans-serif}main{max-width:1140px;margin:0 auto;padding:14px}"
    + "h1{font-size:20px;line-height:1.25;margin:6px 0}h2{font-size:17px;margin:26px 0 8px}"
    + "p,li,dd{max-width:76ch}.muted{color:var(--muted)}a{color:var(--now)}"
    + "code,pre{font:12px/1.5 ui-monospace,monospace;background:var(--code)}"
    + "code{padding:1px 3px;border-radius:3px;overflow-wrap:anywhere}"
    + "pre{padding:8px 10px;overflow-x:auto;border-radius:4px}"
    + "svg.t{display:block;width:100%;overflow:visible}ol.changes{padding-left:0;list-style:none}"
    + "ol.changes>li{padding:6px 0;border-bottom:1px solid var(--line)}"
    + "ol.changes b{display:inline-block;min-width:2em}"
    + "table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}"
    + "th,td{text-align:left;padding:4px 10px 4px 0;border-bottom:1px solid var(--line);vertical-align:top}"
    + "th{font-weight:600}summary{cursor:pointer;padding:4px 0}"
    + ":focus-visible{outline:2px solid var(--now);outline-offset:2px}"
    + "@media(max-width:699.9px){table,tbody,tr,td{display:block}thead{position:absolute;left:-9999px}"
    + "td{border:0;padding:1px 0}tr{border-bottom:1px solid var(--line);padding:5px 0;display:block}"
    + "td::before{content:attr(data-name) ' ';color:var(--muted)}}"
    + "@media print{details>*{display:block}nav,.commands{display:none}"
    + "*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}"
}
