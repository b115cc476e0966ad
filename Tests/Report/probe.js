// What a rendered page is asked. Gives back a list of what is wrong, each in a line.
(() => {
  const problems = [];
  const root = document.documentElement;
  const say = (what, node) => {
    const words = (node.textContent || '').trim().slice(0, 40);
    problems.push(`${what}: <${node.localName} class="${node.getAttribute('class') || ''}"> ${words}`);
  };

  // WCAG 2.2, 1.4.3: relative luminance and contrast.
  const parse = text => {
    const found = /rgba?\(([\d.]+),? ([\d.]+),? ([\d.]+)(?:[,/ ]+([\d.]+))?\)/.exec(text);
    return found && [+found[1], +found[2], +found[3], found[4] === undefined ? 1 : +found[4]];
  };
  const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const light = color => {
    const [r, g, b] = color.map(v => {
      const share = v / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  const page = parse(getComputedStyle(document.body).backgroundColor);
  const behind = element => {
    const layers = [];
    for (let node = element; node; node = node.parentElement) {
      const color = parse(getComputedStyle(node).backgroundColor);
      if (color && color[3] > 0) layers.push(color);
      if (color && color[3] === 1) break;
    }
    return layers.reduceRight((below, top) => over(top, below), page);
  };
  // Shapes below a text of a drawing, as they are painted.
  const painted = (element, box) => {
    const [x, y] = [box.left + Math.min(box.width / 2, 12), box.top + box.height / 2];
    for (const node of document.elementsFromPoint(x, y)) {
      if (node.contains(element) || node === element || node.localName === 'text') continue;
      if (node.localName === 'tspan' || !(node instanceof SVGElement)) continue;
      const fill = getComputedStyle(node).fill;
      if (['rect', 'circle', 'path'].includes(node.localName) && parse(fill)) return parse(fill);
    }
    return behind(element.closest('svg').parentElement);
  };

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let [texts, least] = [0, 99];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || element.closest('script,style,title,desc')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (!box.width || !box.height || box.right < 0) continue;
    const style = getComputedStyle(element);
    const isDrawn = element instanceof SVGElement;
    const color = parse(isDrawn ? style.fill : style.color);
    if (!color) continue;
    const below = isDrawn ? painted(element, box) : behind(element);
    const ratio = contrast(over(color, below), below);
    texts += 1;
    least = Math.min(least, ratio);
    if (ratio < 4.5) say(`contrast ${ratio.toFixed(2)}`, element);
    if (!isDrawn && box.right > root.clientWidth + 0.5 && !element.closest('.skip')) {
      say(`text ends ${Math.round(box.right - root.clientWidth)} px beyond the window`, element);
    }
  }

  for (const node of document.querySelectorAll('svg, img')) {
    if (node.localName === 'svg' && node.parentElement.closest('svg')) continue;
    if (node.getAttribute('aria-hidden') === 'true') continue;
    const words = node.getAttribute('alt') || node.getAttribute('aria-label') ||
      node.getAttribute('aria-labelledby') || node.querySelector(':scope > title');
    if (!words) say('no text alternative', node);
  }
  // A link or a button inside of a picture would be lost to those who hear it as one.
  for (const node of document.querySelectorAll('[role=img] a, [role=img] button')) {
    say('something to press inside of a picture', node);
  }
  const seen = new Set();
  for (const node of document.querySelectorAll('[id]')) {
    if (seen.has(node.id)) say(`two with the id ${node.id}`, node);
    seen.add(node.id);
  }
  for (const node of document.querySelectorAll('a[href^="#"]')) {
    if (!document.getElementById(node.getAttribute('href').slice(1))) {
      say(`a link to nothing, ${node.getAttribute('href')}`, node);
    }
  }
  for (const node of document.querySelectorAll('a, button, summary')) {
    if (!node.textContent.trim() && !node.getAttribute('aria-label')) say('no name', node);
  }
  let level = 0;
  for (const node of document.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
    const own = +node.localName[1];
    if (own > level + 1) say(`a heading of level ${own} after one of ${level}`, node);
    level = own;
  }
  if (root.scrollWidth > root.clientWidth) {
    problems.push(`the page is ${root.scrollWidth - root.clientWidth} px wider than the window`);
  }
  return { problems, texts, least };
})()
