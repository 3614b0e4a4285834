/** Opens, answers and ends joint actions; each is said in the ticket's story too. */
import { Fault } from "../../core/fault.ts";
import type { TicketId } from "../../core/id.ts";
import type { Session } from "../accounts/session.ts";
import { may } from "../accounts/sight.ts";
import type { Changes } from "../changes.ts";
import { postureNow } from "../posture/posture.ts";
import { readBooks } from "../rulebook/books.ts";
import { findUnit } from "../rulebook/units.ts";
import type { JointFilter } from "../store/joint-actions.ts";
import type { Tables } from "../store/store.ts";
import { takeAttachments } from "../tickets/attach.ts";
import { keepLine } from "../tickets/keep.ts";
import { noteOn, type Ticket } from "../tickets/ticket.ts";
import {
  endJoint,
  isCalled,
  type JointAction,
  type JointAnswer,
  type Opening,
  openJoint,
  stateAfter,
} from "./joint-action.ts";

/** The action as who asks may see it: called, or its area is theirs. Throws `NOT_FOUND`. */
export async function findJoint(tables: Tables, id: string, session: Session): Promise<JointAction> {
  const action = await tables.jointActions.find(id);
  if (action === null || !(await seesJoint(tables, action, session)))
    throw new Fault("NOT_FOUND", `joint action ${id}`);
  return action;
}

export async function seesJoint(tables: Tables, action: JointAction, session: Session): Promise<boolean> {
  if (may(session, action.area)) return true;
  const { account } = session;
  return isCalled(action, { name: account, unit: (await tables.accounts.find(account))?.unit ?? null });
}

/** Whose actions they are, for a list; undefined: everybody's. */
export async function eyesOf({ accounts }: Tables, { account, areas }: Session): Promise<JointFilter["seenBy"]> {
  if (areas === null) return undefined;
  return { areas: [...areas], account, unit: (await accounts.find(account))?.unit ?? null };
}

/** Who is only called to it works on it, and does not end it. Throws `RIGHT_MISSING`. */
export function checkMayEnd(action: JointAction, session: Session): void {
  if (may(session, action.area)) return;
  const where = action.area ?? "no area that is known";
  throw new Fault("RIGHT_MISSING", `${session.account} may end it in their own areas only, and this is in ${where}`);
}

/** Who is called works on it, and who works on tickets where it is; who only looks there does not. Throws `RIGHT_MISSING`. */
export async function checkMayAnswer(tables: Tables, action: JointAction, session: Session): Promise<void> {
  if (!(await mayAnswer(tables, action, session)))
    throw new Fault("RIGHT_MISSING", `${session.account} is not called to it, and has not the right "tickets"`);
}

export async function mayAnswer(tables: Tables, action: JointAction, session: Session): Promise<boolean> {
  const { rights, account } = session;
  if (may(session, action.area) && (rights.has("tickets") || rights.has("joint"))) return true;
  return isCalled(action, { name: account, unit: (await tables.accounts.find(account))?.unit ?? null });
}

/** The same id again changes nothing. Throws `INPUT_INVALID`, `MOVE_NOT_ALLOWED`. */
export async function openJointAction(
  tables: Tables,
  opening: Opening,
  ticket: Ticket,
  changes: Changes,
  now: number,
): Promise<JointAction> {
  const known = await tables.jointActions.find(opening.id);
  if (known !== null) return sameTicket(known, ticket.id);
  const running = await tables.jointActions.findOpen(ticket.id);
  if (running !== null)
    throw new Fault("MOVE_NOT_ALLOWED", `joint action ${running.id} of ticket ${ticket.id} is open`);
  await checkCalled(tables, opening);
  const action = openJoint(opening, ticket, await postureNow(tables), now);
  await tables.jointActions.put(action);
  changes.joints.add(action.id);
  const why = await calledWords(tables, action);
  await keepLine(
    tables,
    ticket,
    noteOn(ticket, { at: now, actor: opening.by, move: "note", reason: action.text, why }),
    changes,
    now,
  );
  return action;
}

function sameTicket(known: JointAction, ticket: TicketId): JointAction {
  if (known.ticket === ticket) return known;
  throw new Fault("INPUT_INVALID", `/id "${known.id}" was used for ticket ${known.ticket}`);
}

async function checkCalled(tables: Tables, { called }: Opening): Promise<void> {
  const { units } = await readBooks(tables);
  const strange = called.units.find((id) => findUnit(units, id) === null);
  if (strange !== undefined) throw new Fault("INPUT_INVALID", `/units "${strange}" is no unit of the rulebook`);
  for (const name of called.people)
    if ((await tables.accounts.find(name))?.active !== true)
      throw new Fault("INPUT_INVALID", `/people "${name}" is no person who may sign in`);
  if (called.units.length + called.people.length === 0)
    throw new Fault("INPUT_INVALID", "/units or /people must name somebody");
}

async function calledWords(tables: Tables, { called }: JointAction) {
  const { units } = await readBooks(tables);
  const people = await Promise.all(
    called.people.map(async (name) => (await tables.accounts.find(name))?.display ?? name),
  );
  const names = [...called.units.map((id) => findUnit(units, id)?.name ?? id), ...people];
  return { zh: `发起协同处突，召集：${names.join("、")}`, en: `Joint action opened; called: ${names.join(", ")}` };
}

export type Said = Omit<JointAnswer, "attachments" | "at" | "position"> & {
  attachments?: readonly string[] | undefined;
  position?: JointAnswer["position"] | undefined;
};

/** The same id again, and a second look of one person, change nothing. Throws `MOVE_NOT_ALLOWED`, `ATTACHMENT_MISSING`, `REASON_REQUIRED`. */
export async function answerJoint(
  tables: Tables,
  action: JointAction,
  { attachments: named = [], position = null, ...said }: Said,
  changes: Changes,
  now: number,
): Promise<void> {
  const known = await tables.jointActions.findAnswer(said.id);
  if (known !== null) return checkSame(known, action, said.by);
  if (said.kind === "seen" && action.state === "ended") return;
  stateAfter("answer", action);
  const text = said.text.trim();
  if (said.kind === "message" && text === "" && named.length === 0)
    throw new Fault("REASON_REQUIRED", "a message needs words or a photo");
  const attachments = await takeAttachments(tables, action.ticket, named);
  if (await tables.jointActions.answer(action.id, { ...said, text, attachments, position, at: now }))
    changes.joints.add(action.id);
}

/** Throws `INPUT_INVALID` where the id was another person's, or another action's. */
function checkSame(known: { action: string; by: string; id: string }, { id }: JointAction, by: string): void {
  if (known.action !== id || known.by !== by) throw new Fault("INPUT_INVALID", `/id "${known.id}" was used before`);
}

/** What came of it goes into the ticket's story; the same end again changes nothing. Throws `MOVE_NOT_ALLOWED`. */
export async function endJointAction(
  tables: Tables,
  action: JointAction,
  { by, summary }: { by: string; summary: string },
  changes: Changes,
  now: number,
): Promise<JointAction> {
  if (action.end?.by === by && action.end.summary === summary) return action;
  const ended = endJoint(action, by, summary, now);
  await tables.jointActions.put(ended);
  changes.joints.add(ended.id);
  const ticket = (await tables.tickets.find(action.ticket)) as Ticket;
  const why = await summaryWords(tables, ended);
  const line = noteOn(ticket, { at: now, actor: by, move: "note", reason: summary, why });
  await keepLine(tables, ticket, line, changes, now);
  return ended;
}

async function summaryWords(tables: Tables, { id }: JointAction) {
  const answers = await tables.jointActions.answers(id);
  const count = (kind: JointAnswer["kind"]) =>
    new Set(answers.filter((one) => one.kind === kind).map(({ by }) => by)).size;
  const [received, arrived, help] = [count("received"), count("arrived"), count("help")];
  return {
    zh: `协同处突结束：${received} 人收到，${arrived} 人到场，${help} 人要过支援`,
    en: `Joint action ended: ${received} received it, ${arrived} came, ${help} asked for help`,
  };
}
