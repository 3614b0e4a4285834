/** Cuts text for a row: at most so many UTF-16 units, never through a character, and well-formed as a database keeps it. */

/** What is half a character becomes U+FFFD, as it would in UTF-8. */
export function cutText(text: string, most: number): string {
  const cut = text.toWellFormed().slice(0, most);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}
