/** The port through which cases go to the district and its word on them comes back; an adapter speaks its centre's language. */
import Type from "typebox";
import { EventId, TicketId } from "../../core/id.ts";
import { Bilingual } from "../../core/point.ts";

const strict = { additionalProperties: false };
const moment = Type.Integer({ minimum: 0, description: "ms since 1970" });
const orNull = <Schema extends Parameters<typeof Type.Union>[0][number]>(schema: Schema) =>
  Type.Union([schema, Type.Null()]);
const Hash = Type.String({ pattern: "^[0-9a-f]{64}$", description: "SHA-256, hex" });

/** One line of a case's story, with what the case is like after it. */
export const CaseLine = Type.Object(
  {
    case: TicketId,
    seq: Type.Integer({ minimum: 0, description: "0, 1, … within the case" }),
    at: moment,
    actor: Type.String(),
    move: Type.String({ minLength: 1 }),
    from: orNull(Type.String()),
    to: Type.String({ minLength: 1, description: "the case's state after it" }),
    reason: orNull(Type.String()),
    assignee: orNull(Type.String()),
    unit: Type.Optional(Type.String()),
    why: Type.Optional(Bilingual),
    due: Type.Optional(moment),
    photo: Type.Optional(Hash),
    attachments: Type.Optional(
      Type.Array(
        Type.Object(
          {
            sha256: Hash,
            name: Type.String({ minLength: 1 }),
            type: Type.String({ minLength: 1, description: "image/jpeg, image/png, image/webp, application/pdf" }),
            size: Type.Integer({ minimum: 1, description: "bytes" }),
          },
          strict,
        ),
        { maxItems: 9, description: "photos and documents that came with the move" },
      ),
    ),
    about: Type.Object(
      {
        source: Type.String({ minLength: 1 }),
        class: orNull(Type.String()),
        area: orNull(Type.String()),
        severity: Type.Integer({ minimum: 1, maximum: 4 }),
        title: Bilingual,
        place: Type.String(),
        device: orNull(Type.String({ description: "gateway/device" })),
        openedAt: moment,
      },
      strict,
    ),
  },
  strict,
);
export type CaseLine = Type.Static<typeof CaseLine>;

/** What became of a line: it is there (now or before), the lines from `expects` on are missing before it, or it never will be. */
export type LineAnswer = {
  state: "taken" | "known" | "ahead" | "rejected";
  expects?: number;
  why?: string;
  /** Attachments the district has not got. */
  wants?: string[];
};

/** `lines`: how many of the case the district has; 0: none. */
export type CaseStanding = { case: string; state: string | null; lines: number; wants?: string[] };

/**
 * Every implementation passes `contract.test.ts`. All may throw `DISTRICT_UNREACHABLE` (try later) or
 * `DISTRICT_REFUSED` (somebody has to mend it); the same again changes nothing.
 */
export type CasePort = {
  /** Answers in the order of the lines; lines of one case stand in order. */
  push(lines: readonly CaseLine[]): Promise<LineAnswer[]>;
  standings(cases: readonly TicketId[]): Promise<CaseStanding[]>;
  attach(hash: string, attachment: { type: string; body: Uint8Array }): Promise<void>;
};

/** 结果、退回、催办、批示、附件: what the district says about a case. */
export const callbackKinds = ["result", "return", "urge", "instruction", "attachment"] as const;

export const CallbackKind = Type.Enum(callbackKinds);
export type CallbackKind = (typeof callbackKinds)[number];

export const Callback = Type.Object(
  {
    id: EventId,
    case: TicketId,
    seq: Type.Integer({ minimum: 1, description: "1, 2, … within the case: it is applied in this order" }),
    at: moment,
    kind: CallbackKind,
    actor: Type.String({ minLength: 1, maxLength: 64, description: "who decided it, in words" }),
    text: Type.String({ maxLength: 2000 }),
    attachment: Type.Optional(
      Type.Object(
        {
          sha256: Hash,
          type: Type.Enum(["image/jpeg", "image/png", "image/webp"]),
          body: Type.String({ minLength: 4, description: "base64, at most 512 KiB of bytes" }),
        },
        strict,
      ),
    ),
  },
  strict,
);
export type Callback = Type.Static<typeof Callback>;

/** The core's side of the port: where an adapter hands in what came. */
export type CaseInbox = {
  /** Kept as it came when this resolves; applied in its turn. Throws `DISTRICT_CASE_UNKNOWN` or `INPUT_INVALID`. */
  take(callback: Callback, raw: string, nonce: string): Promise<"taken" | "known">;
};
