/** The device's present values, large, and what its standing means. */
import type { DeviceView, GatewayView } from "../../../http/views.ts";
import { wordsFor } from "../../i18n/fault-words.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import type { Standing } from "../../order/standing.ts";
import { Age } from "../../parts/age.tsx";
import { LiveValue } from "../../parts/live-value.tsx";
import { Panel } from "../../parts/panel.tsx";
import { WhySilent } from "../../parts/why-silent.tsx";
import { deviceWords } from "./device/words.ts";
import { SaidNames } from "./said-names.tsx";

type Props = { device: DeviceView; gateway: GatewayView | undefined; standing: Standing };

export function DeviceNow({ device, gateway, standing }: Props) {
  const { say } = useSpeech();
  const words = useWords(deviceWords);
  return (
    <Panel title={words.now}>
      <ul className="tiles">
        {device.points.map((point) => (
          <li key={point.id}>
            <span className="tile-name">{say(point.title)}</span>
            <LiveValue point={point} freshMs={device.freshMs} doubtful={standing !== "verified"} />
          </li>
        ))}
      </ul>
      <div className={`standing-note standing-${standing}`}>
        <StandingNote device={device} gateway={gateway} standing={standing} />
      </div>
    </Panel>
  );
}

function StandingNote({ device, gateway, standing }: Props) {
  const { t, say } = useSpeech();
  if (standing === "fault") {
    const words = wordsFor(device.health.code ?? "");
    return (
      <>
        <b>{words ? say(words.what) : device.health.code}</b>
        {device.health.since !== undefined && <Age at={device.health.since} />}
        {words && <p>{say(words.cure)}</p>}
        {device.health.code === "FIELD_NAME" && <SaidNames device={device} />}
      </>
    );
  }
  if (standing === "unknown" && gateway && gateway.state !== "online")
    return (
      <>
        <b>{gateway.paused ? t.standing.pausedMeaning : t.standing.offlineMeaning}</b>
        <p>
          <WhySilent gateway={gateway} />
        </p>
      </>
    );
  const meanings = {
    verified: t.standing.verifiedMeaning,
    stale: t.standing.staleMeaning,
    unknown: t.standing.unknownMeaning,
    unregistered: t.standing.unregisteredMeaning,
  };
  return <span>{meanings[standing]}</span>;
}
