/** What is wished of the gateway against what it reports: where the wish stands, what differs, and a change of it. */
import type { DesiredView, GatewayView } from "../../../http/views.ts";
import { useMe } from "../../client/queries.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { type Difference, failedTrial, trialOf, wishDifferences } from "../../order/configuration-diff.ts";
import { Failure } from "../../parts/failure.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { momentText } from "../../words/moment.ts";
import { useConfiguration, useDevicesOf } from "./queries.ts";
import { WishForm } from "./wish-form.tsx";
import { gatewayWords } from "./words.ts";

export function GatewayConfiguration({ gateway }: { gateway: GatewayView }) {
  const words = useWords(gatewayWords);
  const mayWish = useMe().data?.rights.includes("gateways") ?? false;
  const query = useConfiguration(gateway.id);
  if (query.error && !query.data) return <Failure error={query.error} retry={() => void query.refetch()} />;
  if (!query.data) return <Waiting rows={5} />;
  const { value, tag } = query.data;
  return (
    <>
      <Panel title={words.wish}>
        <Standing view={value} gateway={gateway} />
      </Panel>
      <Panel title={words.differs}>
        <Differences view={value} />
      </Panel>
      {mayWish && <WishForm gateway={gateway} view={value} tag={tag} />}
    </>
  );
}

function Standing({ view, gateway }: { view: DesiredView; gateway: GatewayView }) {
  const words = useWords(gatewayWords);
  const { language } = useSpeech();
  const trial = trialOf(view);
  const { desired, wish, wished, reported } = view;
  const isWrong = trial === "rejected" || trial === "reverted";
  return (
    <div className={`wish-standing wish-${trial}`}>
      <p>
        <b>{words.trials[trial]}</b>
      </p>
      {isWrong && reported?.error !== undefined && <Why error={reported.error} gateway={gateway} />}
      {wished && <p className="dim">{words.wishedBy(wished.by, momentText(wished.at, now(), language))}</p>}
      {desired && wish?.hash !== desired.hash && <p className="dim">{words.byPosture}</p>}
    </div>
  );
}

/** In words where the agent's are known, as it said them where not. */
function Why({ error, gateway }: { error: string; gateway: GatewayView }) {
  const words = useWords(gatewayWords);
  const { say } = useSpeech();
  const { known = [] } = useDevicesOf(gateway);
  const failed = failedTrial(error);
  if (failed === null) return <p className="ledger-lossy">{error}</p>;
  const nameOf = (id: string) => {
    const device = known.find((one) => one.device.id === id)?.device;
    return device === undefined ? id : `${device.place} ${say(device.title)}`;
  };
  return (
    <>
      {failed.silent.length > 0 && <p>{words.silentDevices(failed.silent.map(nameOf).join("、"))}</p>}
      {failed.isCut && <p>{words.hubLost}</p>}
    </>
  );
}

function Differences({ view }: { view: DesiredView }) {
  const words = useWords(gatewayWords);
  if (view.desired?.settings === undefined) return <p className="dim">{words.noSettings}</p>;
  const differences = wishDifferences(view);
  if (differences.length === 0) return <p>{words.noDifference}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <div className="echart-table" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.field}</th>
            <th scope="col">{words.wished}</th>
            <th scope="col">{words.reported}</th>
          </tr>
        </thead>
        <tbody>
          {differences.map((row) => (
            <Row key={row.path} row={row} absent={words.absent} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row, absent }: { row: Difference; absent: string }) {
  const text = (value: unknown) => (value === undefined ? absent : JSON.stringify(value));
  return (
    <tr>
      <th scope="row">
        <code>{row.path}</code>
      </th>
      <td>
        <code>{text(row.wished)}</code>
      </td>
      <td>
        <code>{text(row.reported)}</code>
      </td>
    </tr>
  );
}
