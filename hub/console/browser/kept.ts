/** Small choices kept in this browser; a browser that refuses storage just forgets them. */

const prefix = "lilong.";

export function kept(name: string): string | null {
  try {
    return localStorage.getItem(prefix + name);
  } catch {
    return null;
  }
}

/** An empty text forgets the choice. */
export function keep(name: string, text: string): void {
  try {
    if (text === "") localStorage.removeItem(prefix + name);
    else localStorage.setItem(prefix + name, text);
  } catch {
    // Private windows and full disks: the choice lasts as long as the page.
  }
}
