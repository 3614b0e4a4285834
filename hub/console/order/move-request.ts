/** From what was typed into a move's fields to what the hub is asked; or what still lacks. */
import type { TicketMove } from "../../http/views.ts";
import type { MoveRequest } from "../client/api.ts";
import type { FieldName, FieldNeed } from "./moves.ts";

export type Draft = Partial<Record<"unit" | "assignee" | "amount" | "until" | "into" | "reason" | "condition", string>>;

/** As far ahead as the hub lets a case be put aside. */
export const longestSuspensionMs = 180 * 86_400_000;
const largestExtension = 1000;

type Check = (draft: Draft, now: number) => boolean;

const isGood: Record<FieldName, Check> = {
  who: ({ unit, assignee }) => said(unit) !== null || said(assignee) !== null,
  amount: ({ amount }) => {
    const number = Number(said(amount) ?? Number.NaN);
    return number > 0 && number <= largestExtension;
  },
  until: ({ until }, now) => {
    const at = momentOf(until);
    return at !== null && at > now && at <= now + longestSuspensionMs;
  },
  into: ({ into }) => said(into) !== null,
  reason: ({ reason }) => said(reason) !== null,
};

/** The fields that cannot be sent as they are. */
export function lacking(fields: readonly FieldNeed[], draft: Draft, now: number): FieldName[] {
  return fields.filter(({ name, required }) => required && !isGood[name](draft, now)).map(({ name }) => name);
}

type Part = (draft: Draft) => Omit<MoveRequest, "move">;

const parts: Record<FieldName, Part> = {
  who: ({ unit, assignee }) => ({ ...given("unit", said(unit)), ...given("assignee", said(assignee)) }),
  amount: ({ amount }) => given("amount", said(amount) === null ? null : Number(amount)),
  until: ({ until }) => given("until", momentOf(until)),
  into: ({ into }) => given("into", said(into)),
  reason: ({ reason }) => given("reason", said(reason)),
};

export function requestOf(move: TicketMove, fields: readonly FieldNeed[], draft: Draft): MoveRequest {
  return Object.assign({ move }, ...fields.map(({ name }) => parts[name](draft)));
}

/** What a `datetime-local` field holds for a moment, on this workstation's clock. */
export function localText(at: number): string {
  const date = new Date(at);
  const two = (n: number) => String(n).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

function momentOf(local: string | undefined): number | null {
  const at = new Date(said(local) ?? "").getTime();
  return Number.isNaN(at) ? null : at;
}

function said(text: string | undefined): string | null {
  const trimmed = text?.trim() ?? "";
  return trimmed === "" ? null : trimmed;
}

function given<Name extends string, Value>(name: Name, value: Value | null): { [K in Name]?: Value } {
  return (value === null ? {} : { [name]: value }) as { [K in Name]?: Value };
}
