/** What every operation's description says beyond its schemas: tags, who may, what its headers mean, an example of each body. */
import type { FaultCode } from "../../core/fault.ts";
import { faults } from "../../core/fault.ts";
import { exampleOf } from "./example.ts";

type Media = { schema?: object; example?: unknown };
type Answer = { description?: string; headers?: object; content?: Record<string, Media> };
type Parameter = { name: string; in: string; required?: boolean; description?: string; schema?: object };
type Operation = {
  operationId?: string;
  summary?: string;
  description?: string;
  tags?: string[];
  security?: unknown[];
  parameters?: Parameter[];
  requestBody?: { content: Record<string, Media>; required?: boolean };
  responses?: Record<string, Answer>;
  "x-right"?: string;
};

/** Path, method, operation. */
export type Paths = Record<string, Record<string, Operation>>;

const tagOf = (path: string) => path.split("/")[2]?.replace(/\.json$/, "") ?? "api";

const named: Record<string, string> = {
  id: "its id",
  gateway: "the gateway's id",
  device: "the device's id on its gateway",
  ticket: "the ticket's id",
  photo: "the photo's SHA-256, in hex",
  kind: "which table of the rulebook",
  version: "which version; the newest unless given",
};

const ifMatch = "the `etag` of what the sender saw; 412 `STALE` when it is another by now";
const key =
  "what is meant once, 1 to 128 visible characters: sent again with the same body it is answered again, not done again";
const lists = {
  "x-total-count": header("integer", "how many there are with these filters"),
  link: header("string", '[RFC 8288] `rel="next"`: the next page'),
};
const etag = { etag: header("string", "[RFC 9110] weak; `if-none-match` is answered by 304 while it is the same") };

function header(type: string, description: string) {
  return { description, schema: { type } };
}

export function complete(paths: Paths): void {
  for (const [path, methods] of Object.entries(paths))
    for (const [method, operation] of Object.entries(methods)) completeOne(path, method, operation);
}

function completeOne(path: string, method: string, operation: Operation): void {
  const { parameters = [], responses = {} } = operation;
  operation.tags = [tagOf(path)];
  const isRead = method === "get";
  const isOpen = operation.security?.length === 0;
  for (const parameter of parameters) parameter.description ??= named[parameter.name] ?? `its ${parameter.name}`;
  if (!isRead && !isOpen) parameters.push(headerParameter("idempotency-key", key));
  if (responses[412] !== undefined) parameters.push(headerParameter("if-match", ifMatch));
  if (parameters.length > 0) operation.parameters = parameters;
  const isList = parameters.some(({ name }) => name === "cursor");
  const ok = responses[200];
  if (ok !== undefined)
    ok.headers = { ...(isRead && ok.content?.["application/json"] ? etag : {}), ...(isList ? lists : {}) };
  operation.description ??= sentences(operation, isOpen, isList);
  for (const media of mediaOf(operation)) media.example = exampleOf(media.schema as never);
  for (const [status, answer] of Object.entries(responses))
    if (Number(status) >= 400) showProblem(path, status, answer);
}

function headerParameter(name: string, description: string): Parameter {
  return { name, in: "header", required: false, description, schema: { type: "string" } };
}

function sentences({ summary = "", ...operation }: Operation, isOpen: boolean, isList: boolean): string {
  return [
    `${summary}.`,
    ...(isOpen ? ["Nobody has to be signed in."] : []),
    ...(operation["x-right"] === undefined ? [] : [`Needs the right \`${operation["x-right"]}\`.`]),
    ...(isList ? ["A list: the body is an array, the headers say how many there are and where the next page is."] : []),
  ].join(" ");
}

function mediaOf({ requestBody, responses = {} }: Operation): Media[] {
  const bodies = [requestBody?.content, responses[200]?.content];
  return bodies.flatMap((content) => Object.entries(content ?? {}).flatMap(([, media]) => media));
}

/** Which fault stands as the example of a status. */
const examples: Record<string, FaultCode> = {
  400: "INPUT_INVALID",
  401: "SIGN_IN_REQUIRED",
  403: "ORIGIN_FOREIGN",
  404: "NOT_FOUND",
  409: "MOVE_NOT_ALLOWED",
  412: "STALE",
  422: "REASON_REQUIRED",
  500: "HUB_FAILED",
  507: "DISK_FAILED",
};

function showProblem(path: string, status: string, { content = {} }: Answer): void {
  const media = content["application/problem+json"];
  if (media === undefined) return;
  const code =
    examples[status] ?? (Object.entries(faults).find(([, fault]) => fault.status === Number(status))?.[0] as FaultCode);
  const { cure } = faults[code];
  const instance = path.replaceAll(/\{\w+\}/g, "x");
  media.example = {
    ...(exampleOf(media.schema as never) as object),
    type: `urn:lilong:fault:${code}`,
    status: Number(status),
    code,
    cure,
    instance,
  };
}
