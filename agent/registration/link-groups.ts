/** What rules and the siren have to know of the installed sensors: which hang on one link, and what each measures. */
import type { Measures } from "../../core/model.ts";
import { expectedEveryMs, type Loaded } from "../settings/load.ts";

/** The sensors of each link that has some: who falls silent together has one cause. */
export function groupsOf({ settings, devices }: Loaded) {
  return settings.links
    .map(({ id }) => ({
      link: id,
      members: devices
        .filter(({ link }) => link === id)
        .map((entry) => ({ id: entry.device.id, everyMs: expectedEveryMs(entry) })),
    }))
    .filter(({ members }) => members.length > 0);
}

export function measuresOf(measures: Measures | undefined): { measures?: Measures } {
  return measures === undefined ? {} : { measures };
}
