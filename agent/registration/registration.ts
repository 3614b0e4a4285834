/** The gateway's devices as the hub should know them: settings and models, with what the hub desired on top. */
import { createHash } from "node:crypto";
import { check } from "../../core/check.ts";
import { Desired } from "../../core/desired.ts";
import type { Device } from "../../core/device.ts";
import { Fault } from "../../core/fault.ts";
import { checkDevice, type Registration, registrationText } from "../../core/registration.ts";
import { type OwnRules, withSilence } from "../alarms/own-rules.ts";
import type { Loaded } from "../settings/load.ts";
import type { AgentSettings } from "../settings/settings.ts";

export function makeRegistration({ id, title, place }: AgentSettings["gateway"], devices: Device[]): Registration {
  const document = { gateway: id, title, place, devices };
  return { ...document, hash: createHash("sha256").update(registrationText(document)).digest("hex") };
}

/** The device with how often it is read, and what its settings say of that and of its rules. */
export function asRegistered(device: Device, loaded: Loaded, ownRules: OwnRules): Device {
  const entry = loaded.devices.find((one) => one.device.id === device.id);
  if (entry === undefined) return device;
  const { measures, everyMs, usual } = entry;
  if (usual === undefined) return { ...device, measures, everyMs };
  const { rules } = withSilence({ ...device, rules: usual.rules }, ownRules);
  return { ...device, measures, everyMs, usual: { everyMs: usual.everyMs, rules } };
}

/** Holds a desired document against the devices there are; throws `SETTING_INVALID` naming the field. */
export function checkDesired(document: unknown, devices: readonly Device[]): Desired {
  const desired = check(Desired, document, "SETTING_INVALID");
  for (const [index, wish] of desired.devices.entries()) {
    const device = devices.find(({ id }) => id === wish.id);
    if (device === undefined)
      throw new Fault("SETTING_INVALID", `/devices/${index}/id "${wish.id}" is not a device of this gateway`);
    checkDevice({ ...device, rules: wish.rules ?? device.rules }, `/devices/${index}`);
  }
  return desired;
}
