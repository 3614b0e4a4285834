/** Chooses among possible pairs: who is clearly the best of each other; one thing stands in one pair. Pure. */
import type { Link } from "./placed.ts";

/** `open`: components that nobody can be chosen for, with who it might be, the likeliest first. */
export type Choice = { chosen: Link[]; open: Map<string, Link[]> };

/** `isClear`: the best weight leaves the next one so far behind that nobody has to ask. What is chosen leaves the others fewer choices. */
export function chooseFrom(links: readonly Link[], isClear: (best: number, next: number) => boolean): Choice {
  const sorted = links.toSorted((a, b) => b.weight - a.weight || order(a, b));
  const [ofComponent, ofDevice] = [Map.groupBy(sorted, componentOf), Map.groupBy(sorted, deviceOf)];
  const gone = new Set<string>();
  const best = (of: Map<string, Link[]>, key: string) => clearest(of.get(key) ?? [], gone, isClear);
  const chosen: Link[] = [];
  let waiting = [...ofComponent.keys()];
  while (waiting.length > 0) {
    const touched = new Set<string>();
    for (const component of waiting) {
      if (gone.has(`c ${component}`)) continue;
      const link = best(ofComponent, component);
      if (link === null || best(ofDevice, link.device) !== link) continue;
      chosen.push(link);
      gone.add(`c ${component}`).add(`d ${link.device}`);
      for (const { component: other } of ofDevice.get(link.device) ?? []) touched.add(other);
      // A device that wanted this component may want another one clearly now.
      for (const { device } of ofComponent.get(component) ?? []) {
        const other = best(ofDevice, device)?.component;
        if (other !== undefined) touched.add(other);
      }
    }
    waiting = [...touched].filter((component) => !gone.has(`c ${component}`));
  }
  return { chosen, open: leftOf(ofComponent, gone) };
}

function clearest(
  links: readonly Link[],
  gone: ReadonlySet<string>,
  isClear: (best: number, next: number) => boolean,
): Link | null {
  let best: Link | null = null;
  for (const link of links) {
    if (isGone(link, gone)) continue;
    if (best !== null) return isClear(best.weight, link.weight) ? best : null;
    best = link;
  }
  return best;
}

function leftOf(ofComponent: Map<string, Link[]>, gone: ReadonlySet<string>): Map<string, Link[]> {
  const left = [...ofComponent].filter(([component]) => !gone.has(`c ${component}`));
  const open = left.map(([component, links]) => [component, links.filter((link) => !isGone(link, gone))] as const);
  return new Map(open.filter(([, links]) => links.length > 0));
}

function isGone({ component, device }: Link, gone: ReadonlySet<string>): boolean {
  return gone.has(`c ${component}`) || gone.has(`d ${device}`);
}

const componentOf = ({ component }: Link) => component;
const deviceOf = ({ device }: Link) => device;

function order(a: Link, b: Link): number {
  const [x, y] = [`${a.component} ${a.device}`, `${b.component} ${b.device}`];
  return x < y ? -1 : Number(x > y);
}
