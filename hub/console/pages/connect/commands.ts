/** The commands that are pasted: made of what the hub answered, quoted for a shell. Pure. */
import type { ConnectView, DirectMade } from "../../../http/direct-views.ts";

/** [POSIX shell §2.2.2] In single quotes everything is itself; a single quote ends them for a moment. */
export function quoted(text: string): string {
  return `'${text.replace(/'/g, `'\\''`)}'`;
}

/** The message with the moment at which the shell runs it: the device's own clock, by which one that is sent again is known. */
export function timed(message: string): string {
  const [head, rest] = [message.slice(0, 2), message.slice(2)];
  if (head !== "[{") return quoted(message);
  return `${quoted('[{"bt":')}$(date +%s)${quoted(`,${rest}`)}`;
}

export function mosquittoPub(made: DirectMade, view: ConnectView, host: string, message: string): string {
  const { user, credential, topic } = made;
  const to = `-h ${view.mqtt?.host ?? host} -p ${view.mqtt?.port ?? 1883}`;
  const who = `-i ${quoted(user)} -u ${quoted(user)} -P ${quoted(credential ?? "")}`;
  return `mosquitto_pub ${to} -q 1 ${who} -t ${quoted(topic)} -m ${timed(message)}`;
}

/** Before a path of the door: where people come by https, a proxy hands it on. */
export function doorBase({ door }: ConnectView, host: string): string {
  return door.base ?? `${door.scheme}://${host}:${door.port}`;
}

export function urlOf({ path }: DirectMade, view: ConnectView, host: string): string {
  return `${doorBase(view, host)}${path}`;
}

export function curl(made: DirectMade, view: ConnectView, host: string, message: string): string {
  return reportCurl(urlOf(made, view, host), made.credential ?? "", message);
}

/** What a maker's device posts with its joining code. */
export function joinCurl(url: string, code: string, document: object): string {
  return post(url, code, "application/json", quoted(JSON.stringify(document)));
}

export function reportCurl(url: string, credential: string, message: string): string {
  return post(url, credential, "application/senml+json", timed(message));
}

function post(url: string, bearer: string, type: string, body: string): string {
  const heads = [`Authorization: Bearer ${bearer}`, `Content-Type: ${type}`];
  return `curl -sS -i -X POST ${quoted(url)} ${heads.map((head) => `-H ${quoted(head)}`).join(" ")} -d ${body}`;
}

/** An id nobody has yet, that a person can read out. */
export function newName(random: () => number): string {
  const letters = "23456789abcdefghjkmnpqrstvwxyz";
  return `dev-${Array.from({ length: 6 }, () => letters[Math.floor(random() * letters.length)]).join("")}`;
}
