/** Joint actions as the API shows them: who is called, who has seen it, who answered what. */
import { deviceFinder } from "../alerts/view.ts";
import type { Callable, JointView } from "../http/joint-views.ts";
import { postureNow } from "../posture/posture.ts";
import { areaOf, findArea, within } from "../rulebook/areas.ts";
import { readBooks } from "../rulebook/books.ts";
import { findRole } from "../rulebook/roles.ts";
import { findUnit } from "../rulebook/units.ts";
import type { AccountRow } from "../store/accounts.ts";
import type { Tables } from "../store/store.ts";
import type { Ticket } from "../tickets/ticket.ts";
import { ticketView } from "../tickets/view.ts";
import { causeOf, isCalled, type JointAction, type JointAnswer } from "./joint-action.ts";

type Person = JointView["people"][number];

export async function jointView(tables: Tables, action: JointAction): Promise<JointView> {
  const { id, ticket: about, state, cause, text, by, openedAt, called, end } = action;
  const [books, accounts] = [await readBooks(tables), await tables.accounts.list()];
  const ticket = await ticketView(tables, (await tables.tickets.find(about)) as Ticket, deviceFinder(tables));
  const answers = await tables.jointActions.answers(id);
  const named = (account: string) => ({
    account,
    name: accounts.find(({ name }) => name === account)?.display ?? account,
  });
  return {
    ...{ id, ticket: about, state, cause, text, openedAt, by: named(by) },
    ...{ title: ticket.title, place: ticket.place, severity: ticket.severity },
    ...(ticket.area === undefined ? {} : { area: ticket.area }),
    units: called.units.map((unit) => ({ id: unit, name: findUnit(books.units, unit)?.name ?? unit })),
    people: peopleOf(action, accounts, answers),
    answers: answers.map((answer) => ({ ...answerView(answer), by: named(answer.by) })),
    ...(end === null ? {} : { end: { at: end.at, by: named(end.by), summary: end.summary } }),
  };
}

function answerView({ text, position, attachments, ...rest }: JointAnswer) {
  return {
    ...{ ...rest, attachments: [...attachments] },
    ...(text === "" ? {} : { text }),
    ...(position === null ? {} : { position }),
  };
}

/** Those called, then those who answered uncalled. */
function peopleOf(action: JointAction, accounts: readonly AccountRow[], answers: readonly JointAnswer[]): Person[] {
  const own = accounts.filter((account) => account.active && isCalled(action, account));
  const others = accounts.filter(({ name }) => !own.some((one) => one.name === name) && hasSpoken(answers, name));
  return [...own, ...others].map(({ name, display, unit }) => ({
    ...{ account: name, name: display, isCalled: own.some((one) => one.name === name) },
    ...(unit === null ? {} : { unit }),
    ...saidBy(answers, name),
  }));
}

const hasSpoken = (answers: readonly JointAnswer[], name: string) =>
  answers.some(({ by, kind }) => by === name && kind !== "seen");

/** The newest word counts; whoever answered has seen it. */
function saidBy(answers: readonly JointAnswer[], name: string): Pick<Person, "seenAt" | "answer" | "answeredAt"> {
  const theirs = answers.filter(({ by }) => by === name);
  const said = theirs.filter(({ kind }) => kind !== "seen" && kind !== "message").at(-1);
  return {
    ...(theirs[0] === undefined ? {} : { seenAt: theirs[0].at }),
    ...(said === undefined ? {} : { answer: said.kind as NonNullable<Person["answer"]>, answeredAt: said.at }),
  };
}

/** Whom somebody could call to this ticket: units with people here, and people who see its area. */
export async function callableTo(tables: Tables, ticket: Ticket): Promise<Callable> {
  const [books, accounts] = [await readBooks(tables), await tables.accounts.list()];
  const around = within(books.areas, findArea(books.areas, ticket.area) ?? areaOf(books.areas, null, ticket.place));
  const sees = ({ role, areas }: AccountRow) =>
    findRole(books.roles, role)?.sees === "everything" || around.some(({ id }) => areas.includes(id));
  const active = accounts.filter((account) => account.active);
  const count = (unit: string) => active.filter((account) => account.unit === unit).length;
  const units = books.units.units.map(({ id, name }) => ({ id, name, people: count(id) }));
  const cause = causeOf(ticket, await postureNow(tables));
  const open = await tables.jointActions.findOpen(ticket.id);
  return {
    units: units.filter(({ people }) => people > 0),
    people: active.filter(sees).map(({ name, display, unit }) => ({
      ...{ account: name, name: display },
      ...(unit === null ? {} : { unit }),
    })),
    ...(cause === null ? {} : { cause }),
    ...(open === null ? {} : { open: open.id }),
  };
}
