/** What JSON.parse takes in silence and nobody can mean: a key twice in one object, `__proto__`, numbers without end, depth. */
import { atOnce, type Steps } from "./steps.ts";

/** No message of any platform is nested half as deep. */
export const deepest = 64;

/**
 * What is wrong with a text that JSON.parse takes, in words; null: nothing. Some read the first of two values of one key and
 * some the last: what was checked must be what is read.
 */
export function mistakeInJson(text: string): string | null {
  return atOnce(mistakeSteps(text, Number.POSITIVE_INFINITY));
}

/** Of a step. */
const mostCharacters = 100_000;

/** The same in steps, asked of any text, before JSON.parse is: more lists and objects than `most` would take it long. */
export function* mistakeSteps(text: string, most: number): Steps<string | null> {
  const keys: (Set<string> | null)[] = [];
  let [count, stop] = [0, mostCharacters];
  for (let i = 0; i < text.length; i++) {
    if (i >= stop) {
      yield;
      stop = i + mostCharacters;
    }
    const code = text.charCodeAt(i);
    if (code === quote) {
      const end = endOfText(text, i);
      const mistake = isKey(text, end) ? takeKey(keys.at(-1) ?? null, text.slice(i, end + 1)) : null;
      if (mistake !== null) return mistake;
      i = end;
    } else if (code === brace || code === bracket) {
      keys.push(code === brace ? new Set() : null);
      count += 1;
      if (count > most) return `it holds more than ${most} lists and objects`;
      if (keys.length > deepest) return `it is nested more than ${deepest} deep`;
    } else if (code === closeBrace || code === closeBracket) keys.pop();
    else if (isNumber(code)) {
      const end = endOfNumber(text, i);
      if (end - i > longestSafe && !Number.isFinite(Number(text.slice(i, end))))
        return `${text.slice(i, Math.min(end, i + 40))} is no number that can be kept`;
      i = end - 1;
    }
  }
  return null;
}

const [quote, backslash, colon, minus] = [0x22, 0x5c, 0x3a, 0x2d];
const [brace, closeBrace, bracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];
/** The shortest that is beyond the largest number is `1e309`. */
const longestSafe = 4;

function endOfText(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length : end;
}

function isEscaped(text: string, place: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(place - 1 - backslashes) === backslash) backslashes++;
  return backslashes % 2 === 1;
}

function isKey(text: string, end: number): boolean {
  let next = end + 1;
  while (text.charCodeAt(next) <= 0x20) next++;
  return text.charCodeAt(next) === colon;
}

/** Written with an escape or without, it is the same key. */
function takeKey(keys: Set<string> | null, written: string): string | null {
  const key = written.includes("\\") ? unescaped(written) : written.slice(1, -1);
  if (key === "__proto__") return 'the key "__proto__" is none of a message';
  if (keys?.has(key)) return `the key "${key.slice(0, 80)}" is there twice`;
  keys?.add(key);
  return null;
}

/** What is no JSON has no key; JSON.parse says so. */
function unescaped(written: string): string {
  try {
    return JSON.parse(written);
  } catch {
    return written;
  }
}

function isNumber(code: number): boolean {
  return code === minus || (code >= 0x30 && code <= 0x39);
}

const [point, plus, e, E] = [0x2e, 0x2b, 0x65, 0x45];

function isOfNumber(code: number): boolean {
  return isNumber(code) || code === point || code === e || code === E || code === plus;
}

function endOfNumber(text: string, start: number): number {
  let end = start + 1;
  while (isOfNumber(text.charCodeAt(end))) end++;
  return end;
}
