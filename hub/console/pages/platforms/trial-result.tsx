/** What a mapping made of each sample: devices with their values, or what is wrong and at which character. */
import Alert from "antd/es/alert";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Panel } from "../../parts/panel.tsx";
import type { MappingDraft } from "./mapping-fields.tsx";
import { detailIn, placeIn } from "./message-text.ts";
import type { TrialState, Tried } from "./use-trial.ts";
import { platformWords } from "./words.ts";

type Props = { trial: TrialState; draft: MappingDraft; names: readonly string[] };

export function TrialResult({ trial: { tried, isTrying, error }, draft, names }: Props) {
  const { mapping: words } = useWords(platformWords);
  return (
    <Panel title={words.result}>
      <div aria-live="polite" className="platform-tried">
        {isTrying && <p className="dim">{words.trying}</p>}
        {error && <Failure error={error} />}
        {tried?.map((one, index) => (
          <section key={names[index]} aria-label={names[index]}>
            <b>{names[index]}</b>
            {one.error === null ? <Made tried={one} /> : <Wrong error={one.error} draft={draft} />}
          </section>
        ))}
      </div>
    </Panel>
  );
}

function Made({ tried: { devices, key } }: { tried: Tried }) {
  const { mapping: words } = useWords(platformWords);
  return (
    <>
      {key !== null && (
        <p className="dim">
          {words.keyIs} <code>{key.replace(/^key:/, "")}</code>
        </p>
      )}
      {devices.length === 0 && <p className="dim">{words.nothing}</p>}
      <ul>
        {devices.map((device, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a message may tell of one device more than once
          <li key={index}>
            <MadeDevice device={device} />
          </li>
        ))}
      </ul>
    </>
  );
}

function MadeDevice({ device: one }: { device: Tried["devices"][number] }) {
  const { mapping: words } = useWords(platformWords);
  const { device, product, title, kind, model, readings, fault } = one;
  return (
    <>
      <p>
        {words.device} <b>{title || device}</b> {title && <code>{device}</code>}{" "}
        <span className="dim">
          {product !== "" && `${words.product} ${product} `}
          {model !== null && model}
          {kind === "presence" && words.online}
          {kind === "met" && words.met}
        </span>
      </p>
      {model === null && (kind === "payload" || kind === "properties") && <p className="dim">{words.noModel}</p>}
      {readings.length > 0 && (
        <p>
          {readings.map(({ point, value }) => (
            <span key={point} className="platform-reading">
              {point} = <b>{String(value)}</b>
            </span>
          ))}
        </p>
      )}
      {fault !== "" && <Alert type="warning" showIcon title={fault} />}
    </>
  );
}

function Wrong({ error, draft }: { error: NonNullable<Tried["error"]>; draft: MappingDraft }) {
  const { mapping: words } = useWords(platformWords);
  const { language } = useSpeech();
  const { expression, position, detail } = error;
  const titles = { mapping: words.atMapping, key: words.atKey };
  const title = expression === null ? words.atSample : titles[expression];
  const place = expression === null || position === null ? null : placeIn(draft[expression], position);
  return (
    <Alert
      type="error"
      showIcon
      title={place === null ? title : `${title} · ${words.position(place.line, place.column)}`}
      description={
        <>
          {place !== null && (
            <code className="platform-place">
              {place.parts[0]}
              <mark>{place.parts[1] || " "}</mark>
              {place.parts[2]}
            </code>
          )}
          <p>{detailIn(language, detail)}</p>
        </>
      }
    />
  );
}
