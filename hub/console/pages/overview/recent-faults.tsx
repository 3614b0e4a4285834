/** What the field or the line does wrong now, then the last things it did. */
import { Link } from "wouter";
import { useFaults } from "../../client/queries.ts";
import { useSpeech } from "../../i18n/language.tsx";
import { usePresence } from "../../known/use-presence.ts";
import { groupFaults } from "../../order/fault-groups.ts";
import { byNewest } from "../../order/newest.ts";
import { Age } from "../../parts/age.tsx";
import { FaultTitle } from "../../parts/fault-title.tsx";
import { Panel } from "../../parts/panel.tsx";
import { PresenceMark } from "../../parts/presence-mark.tsx";

const shown = 3;
/** Of so many, the newest, it is asked whether they still hold. */
const looked = 30;

export function RecentFaults() {
  const { t } = useSpeech();
  const all = useFaults().data;
  const faults = all && [...all].sort(byNewest).slice(0, looked);
  const presenceOf = usePresence(faults ?? []);
  if (!faults) return null;
  return (
    <Panel title={t.overview.faults} side={<Link href="/faults">{t.overview.allFaults}</Link>}>
      {faults.length === 0 ? (
        <p className="dim">{t.overview.noFaults}</p>
      ) : (
        <ul className="recent">
          {groupFaults(faults.map((fault) => ({ fault, presence: presenceOf(fault) })))
            .slice(0, shown)
            .map(({ fault, presence, devices }) => (
              <li key={fault.id} className={`fault-${presence}`}>
                <FaultTitle fault={fault} devices={devices} />
                <span className="recent-when dim">
                  <PresenceMark presence={presence} />
                  <Age at={fault.at} />
                </span>
              </li>
            ))}
        </ul>
      )}
    </Panel>
  );
}
