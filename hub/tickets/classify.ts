/** Which class of case an alert is, by the rulebook; a class that no table knows is told, and stops nothing. */
import { isPatrol } from "../../core/alert-event.ts";
import { type Device, gatewayModel } from "../../core/device.ts";
import type { DeviceId, GatewayId, RuleId } from "../../core/id.ts";
import { calledDevice } from "../registry/called.ts";
import { type CaseClass, classForDevice, findClass } from "../rulebook/classes.ts";
import type { Books } from "../rulebook/kinds.ts";
import type { Tables } from "../store/store.ts";
import type { Policy } from "./ticket.ts";

type About = { gateway: GatewayId; device: DeviceId; rule: RuleId; document: Device | null };

export async function classify(tables: Tables, { classes }: Books, about: About, now: number): Promise<CaseClass> {
  const { document, rule, gateway, device } = about;
  const otherwise = findClass(classes, classes.otherwise) as CaseClass;
  if (isPatrol({ rule })) return findClass(classes, classes.patrol) ?? otherwise;
  if (document?.model === gatewayModel || document === null) return findClass(classes, classes.equipment) ?? otherwise;
  if (document.class === undefined) return otherwise;
  const found = classForDevice(classes, document.class);
  if (found !== null) return found;
  const name = await calledDevice(tables, gateway, device);
  await tables.tasks.raise(
    {
      ...{ kind: "CLASS_UNKNOWN", subject: document.class, for: "administrator" },
      text: {
        zh: `${name.zh}的类别是 ${document.class}，分类表里没有。先按“${otherwise.name}”办；请在分类表里补上，或改正设备的类别。`,
        en: `${name.en} is of class ${document.class}, which the table of classes does not know. Its cases are filed as "${otherwise.name}"; add it to the table or correct the device.`,
      },
    },
    now,
  );
  return otherwise;
}

export function policyOf({ reviews, preVerify, postCheck, reopenWithinH, extensions }: CaseClass): Policy {
  return { reviews, preVerify, postCheck, reopenWithinH, extensions };
}
