/** Commands over ChirpStack: a confirmed downlink in the device's queue, by MQTT; told on by its queue item. */
import { Fault } from "../../../core/fault.ts";
import type { CommandWay } from "../kit/commands.ts";
import { wordsOf } from "../kit/commands.ts";
import { meanings } from "../kit/steps.ts";
import type { Secrets, Settings } from "./settings.ts";

/** [Milesight, "LoRaWAN settings"] The port of its sensors. */
const usualPort = 85;

export const commands: CommandWay<typeof Settings, typeof Secrets> = {
  verbs: ["silence", "sample"],
  request(command, { foreign, settings: known }, model, { settings }) {
    if (settings.broker === undefined)
      throw new Fault("COMMAND_INVALID", "commands go by MQTT, and the connector names no broker");
    if (typeof known.application !== "string")
      throw new Fault("COMMAND_INVALID", "which application the device is of is not known before it is heard");
    const words = wordsOf(model, command);
    if (!("payload" in words)) throw new Fault("COMMAND_INVALID", `"${model.model}" names no bytes to be sent`);
    const devEui = foreign.toLowerCase();
    const data = Buffer.from(words.payload, "hex").toString("base64");
    const fPort = settings.downlinkPort ?? usualPort;
    return {
      ...{ kind: "mqtt", topic: `application/${known.application}/device/${devEui}/command/down` },
      body: JSON.stringify({ id: uuidOf(command.id), devEui, confirmed: true, fPort, data }),
    };
  },
  // ChirpStack answers on the events' topics only.
  answered: () => ({ step: meanings.sent.step, result: null }),
};

const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const uuidPattern = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/;

/** A queue item's id is a UUID; a command's id is a ULID: both are 128 bits. */
export function uuidOf(ulid: string): string {
  const number = [...ulid].reduce((sum, letter) => sum * 32n + BigInt(letters.indexOf(letter)), 0n);
  return number
    .toString(16)
    .padStart(32, "0")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** What is no UUID stays as it is. */
export function ulidOf(uuid: string): string {
  if (!uuidPattern.test(uuid)) return uuid;
  let number = BigInt(`0x${uuid.replaceAll("-", "")}`);
  let text = "";
  for (let i = 0; i < 26; i++, number >>= 5n) text = letters[Number(number & 31n)] + text;
  return text;
}
