/** Elements, and what this device remembers: as little as a browser of 2016 needs. */

export type Child = Node | string | null | false;
export type Props = Record<string, string | boolean | ((event: Event) => void)>;

export function h(name: string, props: Props, ...children: Child[]): HTMLElement {
  const element = document.createElement(name);
  for (const key of Object.keys(props)) {
    const value = props[key];
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value === true) element.setAttribute(key, "");
    else if (typeof value === "string") element.setAttribute(key, value);
  }
  for (const child of children)
    if (child !== null && child !== false)
      element.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
  return element;
}

export function kept(key: string): string {
  try {
    return localStorage.getItem(`lilong ${key}`) || "";
  } catch (_error) {
    return "";
  }
}

export function keep(key: string, value: string): void {
  try {
    localStorage.setItem(`lilong ${key}`, value);
  } catch (_error) {
    // A private window keeps nothing; the page works without.
  }
}

export function button(text: string, act: () => void, kind = ""): HTMLElement {
  return h("button", { type: "button", class: kind, click: act }, text);
}
