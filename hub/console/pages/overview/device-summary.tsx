/** How many devices can be trusted now, and how many cannot. */
import { Link } from "wouter";
import { useSpeech } from "../../i18n/language.tsx";
import { isSelfDevice } from "../../order/self-device.ts";
import { standings } from "../../order/standing.ts";
import { Panel } from "../../parts/panel.tsx";
import { StandingMark } from "../../parts/standing-mark.tsx";
import { useStandings } from "../../use-standings.ts";

export function DeviceSummary() {
  const { t } = useSpeech();
  const known = useStandings()?.filter(({ device }) => !isSelfDevice(device));
  if (!known) return null;
  return (
    <Panel title={t.overview.devices} side={<Link href="/devices">{t.overview.allDevices}</Link>}>
      <ul className="tally">
        {standings.map((standing) => {
          const count = known.filter((each) => each.standing === standing).length;
          return count === 0 ? null : (
            <li key={standing}>
              <Link href={`/devices?standing=${standing}`}>
                <StandingMark standing={standing} />
                <b className="number">{count}</b>
              </Link>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
