/** `lilong-agent enrol`: asks the hub for this gateway's certificate and puts hub and id into the settings. */
import { existsSync } from "node:fs";
import { Fault, type FieldFault } from "../../core/fault.ts";
import { nodeDisk } from "../journal/disk.ts";
import { lockFolder } from "../journal/lock.ts";
import { makeFolder } from "../journal/make-folder.ts";
import { replaceFile } from "../journal/state-file.ts";
import { readJson } from "../settings/load.ts";
import { mendSettings } from "../settings/settings-file.ts";
import { type EnrolWish, enrol } from "./enrolled.ts";
import { parseEnrolLink } from "./link.ts";

export type EnrolCommand = { hub: string; code: string; link: string };

/** Returns what to tell the technician. Throws `INSTANCE_RUNNING` where somebody else works on the folder, and what `enrol` throws. */
export async function runEnrol(command: EnrolCommand, settings: string, folder: string): Promise<string> {
  const { hub, code, link } = command;
  const wish = link === "" ? { hub, code } : parseEnrolLink(link);
  makeFolder(folder);
  const release = lockForEnrolment(folder);
  try {
    return await enrolLocked(wish, settings, folder);
  } finally {
    release();
  }
}

/** A running agent holds its settings and would write over what is enrolled behind its back. */
function lockForEnrolment(folder: string): () => void {
  try {
    return lockFolder(folder);
  } catch (cause) {
    if (!(cause instanceof Fault) || cause.code !== "INSTANCE_RUNNING") throw cause;
    const detail = `an agent or another enrolment works on ${folder}; an agent that runs is enrolled on its own page`;
    throw new Fault("INSTANCE_RUNNING", detail, { cause });
  }
}

async function enrolLocked(wish: EnrolWish, settings: string, folder: string): Promise<string> {
  const say = (fault: FieldFault) => void process.stderr.write(`lilong-agent: ${fault.detail}\n`);
  for (const fault of await mendSettings(settings)) say(fault);
  const document = await readDocument(settings);
  const enrolled = await enrol(folder, wish, say);
  const next = {
    ...document,
    gateway: { ...document.gateway, id: enrolled.gateway },
    hub: { ...document.hub, url: enrolled.url },
  };
  await replaceFile(nodeDisk, settings, `${JSON.stringify(next, null, 2)}\n`);
  return `${enrolled.gateway} is enrolled at ${enrolled.url}; start the agent\n`;
}

type Document = { gateway: { title: string; place: string }; hub?: object };

/** Read before the hub is asked: a code is not spent on settings that nobody can write to. */
async function readDocument(path: string): Promise<Document> {
  if (!existsSync(path))
    return { gateway: { title: "新网关", place: "还没安装" }, links: [], devices: [], page: {} } as Document;
  const document = (await readJson(path)) as Partial<Document> | null;
  if (typeof document?.gateway === "object") return document as Document;
  throw new Fault("SETTING_INVALID", `${path} has no /gateway`);
}
