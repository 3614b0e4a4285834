/** Which addresses belong to the micro-platform. Pure. */

export function isMicro(path: string): boolean {
  return path === "/m" || path.startsWith("/m/");
}
