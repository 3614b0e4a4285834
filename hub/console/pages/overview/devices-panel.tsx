/** How many devices can be trusted now, and how many cannot. */
import { Link } from "wouter";
import type { OverviewView } from "../../../http/overview-views.ts";
import { useWords } from "../../i18n/language.tsx";
import type { Standing } from "../../order/standing.ts";
import { Panel } from "../../parts/panel.tsx";
import { StandingMark } from "../../parts/standing-mark.tsx";
import { overviewWords } from "./words.ts";

type Devices = OverviewView["devices"];
type Props = Pick<OverviewView, "devices" | "unadopted">;

/** What the list of devices calls it; what a person should look at comes first. */
const rows: [name: keyof Devices, standing: Standing][] = [
  ["fault", "fault"],
  ["quarantine", "unregistered"],
  ["unknown", "unknown"],
  ["silent", "stale"],
  ["well", "verified"],
];

export function DevicesPanel({ devices, unadopted }: Props) {
  const words = useWords(overviewWords);
  return (
    <Panel title={words.devices} side={<Link href="/devices">{words.allDevices}</Link>}>
      <ul className="tally">
        {rows
          .filter(([name]) => devices[name] > 0)
          .map(([name, standing]) => (
            <li key={name}>
              <Link href={`/devices?standing=${standing}`}>
                <StandingMark standing={standing} />
                <b className="number">{devices[name]}</b>
              </Link>
            </li>
          ))}
        {unadopted > 0 && (
          <li>
            <Link href="/devices?quarantine=true">{words.unadopted(unadopted)}</Link>
          </li>
        )}
      </ul>
    </Panel>
  );
}
