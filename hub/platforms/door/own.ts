/** The door for devices that come with a credential each: what they say is stored before it is judged, and then they are told. */
import { Fault } from "../../../core/fault.ts";
import { topics } from "../../../core/topics.ts";
import { noChanges } from "../../changes.ts";
import type { OpenConnector } from "../connectors.ts";
import { type Check, userOf } from "../direct/credential.ts";
import { join } from "../direct/join.ts";
import { fromOf } from "../direct/platform.ts";
import { bounded } from "../intake/bounds.ts";
import { decode } from "../intake/decode.ts";
import { pushOf } from "../intake/intake.ts";
import type { DoorAnswer, DoorRequest } from "../kit/door.ts";
import { parseJson } from "../kit/json.ts";
import type { DoorDeps } from "./deps.ts";

type Shown = { device: string; credential: string | undefined };

export async function enterOwn(
  deps: DoorDeps,
  open: OpenConnector,
  request: DoorRequest,
  shown: Shown,
): Promise<DoorAnswer> {
  if (shown.device === "") return joinIn(deps, open, request, shown);
  const { intake, clock } = deps;
  const now = clock();
  const id = /^[\x21-\x7e]{1,100}$/.exec(request.headers["idempotency-key"] ?? "")?.[0];
  const came = { from: fromOf("https", shown.device, id), sender: shown.device, body: request.body };
  const decoded = await decode(open, { ...came, received: now });
  const push = pushOf(open, { ...came, ...decoded }, now);
  const wrong = mistakeIn(open, { ...push, ...decoded });
  await intake.take(push);
  // It is kept either way; who wrote it learns at once what is wrong with it.
  if (wrong !== null) throw wrong;
  return { status: 204, body: "" };
}

function mistakeIn({ platform, connector }: OpenConnector, push: Parameters<typeof platform.read>[0]): unknown {
  try {
    const told = platform.read(push, connector, {});
    if (!("waitsFor" in told)) bounded(told);
    return null;
  } catch (error) {
    return error;
  }
}

/** Asked before there is a body; who joins shows a code that is looked at with what it says. Throws `CREDENTIAL_REFUSED`. */
export async function checkOwn(check: Check, { row }: OpenConnector, shown: Shown, now: number): Promise<void> {
  if (shown.device === "") return;
  await check({ connector: row.id, foreign: shown.device }, shown.credential, now);
}

/** [RFC 9110 §15.3.2] The credential is in this answer and nowhere else. */
async function joinIn(
  { store, models, clock, tell, hasOtherBroker = false }: DoorDeps,
  { row }: OpenConnector,
  request: DoorRequest,
  { credential: code }: Shown,
): Promise<DoorAnswer> {
  const changes = noChanges();
  const document = parse(request.body);
  const { device, credential } = await store.transaction((tables) =>
    join(tables, row, { code, document }, models, changes, clock()),
  );
  tell(changes);
  const user = userOf({ connector: row.id, foreign: device });
  const told = {
    device,
    credential,
    post: `/door/${row.id}/${device}`,
    mqtt: hasOtherBroker ? null : { user, topic: topics.direct(row.id, device) },
  };
  return { status: 201, type: "application/json; charset=utf-8", body: JSON.stringify(told) };
}

function parse(body: Uint8Array): unknown {
  try {
    return parseJson(body);
  } catch (cause) {
    throw new Fault("INPUT_INVALID", (cause as Fault).detail, { cause });
  }
}
