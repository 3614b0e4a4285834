/** The last few things the field or the line did wrong. */
import { Link } from "wouter";
import { useSpeech } from "../../i18n/language.tsx";
import { byNewest } from "../../order/newest.ts";
import { Age } from "../../parts/age.tsx";
import { FaultTitle } from "../../parts/fault-title.tsx";
import { Panel } from "../../parts/panel.tsx";
import { useFaults } from "../../queries.ts";

const shown = 3;

export function RecentFaults() {
  const { t } = useSpeech();
  const faults = useFaults().data;
  if (!faults) return null;
  return (
    <Panel title={t.overview.faults} side={<Link href="/faults">{t.overview.allFaults}</Link>}>
      {faults.length === 0 ? (
        <p className="dim">{t.overview.noFaults}</p>
      ) : (
        <ul className="recent">
          {[...faults]
            .sort(byNewest)
            .slice(0, shown)
            .map((fault) => (
              <li key={fault.id}>
                <FaultTitle fault={fault} />
                <span className="dim">
                  <Age at={fault.at} />
                </span>
              </li>
            ))}
        </ul>
      )}
    </Panel>
  );
}
