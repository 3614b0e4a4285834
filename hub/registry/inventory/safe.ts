/** Text as a cell that no spreadsheet runs. */

/** [OWASP, CSV injection] A spreadsheet would run what begins like a formula. */
export function safe(text: string): string {
  return /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
}
