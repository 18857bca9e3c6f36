// What can be measured of a page's fitness for everybody: names, contrast, width. Runs inside the page.

/** Text whose contrast with the ground behind it is below 4.5:1, as it is painted now. */
export function faintText() {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255];
  };
  const faint = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const shown = walker.currentNode.data.trim() !== "" && element.checkVisibility() && !element.closest(".unseen, noscript, option");
    if (shown) {
      const style = getComputedStyle(element);
      const svg = element instanceof SVGElement;
      const behind = svg ? ground(element.ownerSVGElement.parentElement) : ground(element);
      const [light, dark] = [luminance(rgba(svg ? style.fill : style.color)), luminance(behind)].sort((a, b) => b - a);
      const contrast = (light + 0.05) / (dark + 0.05);
      if (contrast < 4.5) {
        faint.add(`${contrast.toFixed(2)}: ${element.tagName}.${element.getAttribute("class") ?? ""} “${walker.currentNode.data.trim().slice(0, 30)}”`);
      }
    }
  }
  return [...faint];
}

/** Roles of what takes the focus and has no name, as the browser's accessibility tree has it. */
export async function nameless(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  return nodes
    .filter((node) => !node.ignored && node.role?.value !== "RootWebArea")
    .filter((node) => node.properties?.some(({ name, value }) => name === "focusable" && value.value))
    .filter((node) => !node.name?.value?.trim())
    .map((node) => node.role.value);
}

/** What Tab stops at, from the top to the end. */
export async function tabStops(page) {
  await page.locator(".skip").focus();
  await page.evaluate(() => delete window.stopsSeen);
  const stops = [];
  for (let i = 0; i < 60; i++) {
    if (i > 0) await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const at = document.activeElement;
      const again = (window.stopsSeen ??= new Set()).has(at);
      window.stopsSeen.add(at);
      return at === document.body || again ? "" : at.id || at.getAttribute("aria-label") || at.textContent.trim().slice(0, 30);
    });
    if (stop === "") break;
    stops.push(stop);
  }
  return stops;
}
