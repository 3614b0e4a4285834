/** `lilong-agent enrol`: asks the hub for this gateway's certificate and puts hub and id into the settings. */
import { readFile } from "node:fs/promises";
import { Fault } from "../../core/fault.ts";
import { nodeDisk } from "../journal/disk.ts";
import { makeFolder } from "../journal/make-folder.ts";
import { replaceFile } from "../journal/state-file.ts";
import { enrol } from "./enrolled.ts";
import { parseEnrolLink } from "./link.ts";

export type EnrolCommand = { hub: string; code: string; link: string };

/** Returns what to tell the technician. */
export async function runEnrol({ hub, code, link }: EnrolCommand, settings: string, folder: string): Promise<string> {
  const wish = link === "" ? { hub, code } : parseEnrolLink(link);
  makeFolder(folder);
  // A code is used up once: what cannot be read stops before that.
  const document = await readDocument(settings);
  const enrolled = await enrol(folder, wish, ({ detail }) => process.stderr.write(`lilong-agent: ${detail}\n`));
  const next = {
    ...document,
    gateway: { ...document.gateway, id: enrolled.gateway },
    hub: { ...document.hub, url: enrolled.url },
  };
  await replaceFile(nodeDisk, settings, `${JSON.stringify(next, null, 2)}\n`);
  return `${enrolled.gateway} is enrolled at ${enrolled.url}; restart the agent if it runs\n`;
}

type Document = { gateway: { title: string; place: string }; hub?: object };

const blank = { gateway: { title: "新网关", place: "还没安装" }, links: [], devices: [], page: {} };

async function readDocument(path: string): Promise<Document> {
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return blank;
    throw new Fault("SETTING_INVALID", `${path} cannot be read (${(cause as Error).message})`, { cause });
  }
}
