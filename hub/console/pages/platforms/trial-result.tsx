/** What a mapping made of each sample: devices with their values, or what is wrong and at which character. */
import Alert from "antd/es/alert";
import { wordsFor } from "../../i18n/fault-words.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Panel } from "../../parts/panel.tsx";
import { detailIn } from "../../words/platform-details.ts";
import { DeafWarning } from "./deaf-warning.tsx";
import type { MappingDraft } from "./mapping-fields.tsx";
import { placeIn } from "./message-text.ts";
import { strangeNames, useModel, useReadingText } from "./use-model.ts";
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
        {modelsIn(tried).map((model) => (
          <Deaf key={model} model={model} tried={tried ?? []} />
        ))}
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

const modelsIn = (tried: readonly Tried[] | null) => [
  ...new Set((tried ?? []).flatMap(({ devices }) => devices.flatMap(({ model }) => model ?? []))),
];

/** One message need not tell all; all of them together should tell what alarms. */
function Deaf({ model, tried }: { model: string; tried: readonly Tried[] }) {
  const mine = tried.flatMap(({ devices }) => devices.filter((one) => one.model === model));
  const said = mine.filter(({ kind }) => kind === "payload" || kind === "properties");
  const view = useModel(model);
  if (said.length === 0) return null;
  return <DeafWarning model={view} read={said.flatMap(({ readings }) => readings)} of="samples" />;
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
  const { device, product, title, kind, model, readings, fault, properties } = one;
  const { say } = useSpeech();
  const view = useModel(model);
  const readingText = useReadingText();
  const known = wordsFor(fault);
  const strange = strangeNames(view, properties);
  return (
    <>
      <p>
        {words.device} <b>{title || device}</b> {title && <code>{device}</code>}{" "}
        <span className="dim">
          {product !== "" && `${words.product} ${product} `}
          {model !== null && (view === undefined ? model : say(view.title))}
          {kind === "presence" && words.online}
          {kind === "met" && words.met}
        </span>
      </p>
      {model === null && (kind === "payload" || kind === "properties") && <p className="dim">{words.noModel}</p>}
      {readings.length > 0 && (
        <p>
          {readings.map((reading) => {
            const [name, value] = readingText(view, reading);
            return (
              <span key={reading.point} className="platform-reading">
                {name} <b>{value}</b>
              </span>
            );
          })}
        </p>
      )}
      {model === null && properties !== null && <Said properties={properties} />}
      {strange.length > 0 && <p className="dim">{words.strange(strange.join(words.between))}</p>}
      {fault !== "" && (
        <Alert
          type="warning"
          showIcon
          title={known === null ? fault : say(known.what)}
          description={known && say(known.cure)}
        />
      )}
    </>
  );
}

/** No model says what they are: as the mapping made them. */
function Said({ properties }: { properties: Record<string, unknown> }) {
  return (
    <p>
      {Object.entries(properties).map(([name, value]) => (
        <span key={name} className="platform-reading">
          <code>{name}</code> <b>{typeof value === "string" ? value : JSON.stringify(value)}</b>
        </span>
      ))}
    </p>
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
          {/* The place is said above, by line. */}
          <p>{detailIn(language, place === null ? detail : detail.replace(/ at character \d+/, ""))}</p>
        </>
      }
    />
  );
}
