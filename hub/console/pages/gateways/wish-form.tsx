/** A change of what is wished: sampling intervals as fields; all of it as text for technicians. */
import Button from "antd/es/button";
import Input from "antd/es/input";
import { type FormEvent, useId, useState } from "react";
import type { DesiredView, GatewayView } from "../../../http/views.ts";
import { ApiError } from "../../client/api-error.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { isSelfDevice } from "../../order/self-device.ts";
import { Failure } from "../../parts/failure.tsx";
import { Field } from "../../parts/field.tsx";
import { Panel } from "../../parts/panel.tsx";
import { useDevicesOf, usePutWish, type WishBody } from "./queries.ts";
import { gatewayWords } from "./words.ts";

type Props = { gateway: GatewayView; view: DesiredView; tag: string | null };

/** What is typed belongs to the wish that was read then: a newer one begins the form anew, and says so. */
export function WishForm({ gateway, view, tag }: Props) {
  const hash = view.wish?.hash ?? "";
  return <Form key={hash} gateway={gateway} view={view} tag={tag} />;
}

function Form({ gateway, view, tag: newest }: Props) {
  const words = useWords(gatewayWords);
  const [tag] = useState(newest);
  const [text, setText] = useState(() => JSON.stringify(bodyOf(view), null, 2));
  const put = usePutWish(gateway.id, view.wish === undefined ? newest : tag && newest);
  const body = parsed(text);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (body) put.mutate(body);
  };
  const isStale = put.error instanceof ApiError && put.error.problem.code === "STALE";
  return (
    <Panel title={words.intervals}>
      <form className="wish" onSubmit={send}>
        {body && <Intervals gateway={gateway} body={body} change={(next) => setText(JSON.stringify(next, null, 2))} />}
        <details>
          <summary>{words.advanced}</summary>
          <Field label={words.json} problem={body ? "" : words.jsonWrong}>
            {(field) => (
              <Input.TextArea
                {...field}
                value={text}
                onChange={(event) => setText(event.target.value)}
                autoSize={{ minRows: 6, maxRows: 24 }}
                spellCheck={false}
              />
            )}
          </Field>
        </details>
        <div className="beside">
          <Button type="primary" htmlType="submit" disabled={!body} loading={put.isPending}>
            {words.send}
          </Button>
        </div>
        <p role="status" className="fine">
          {put.isSuccess && words.sent}
          {isStale && words.stale}
        </p>
        {put.error && !isStale && <Failure error={put.error} />}
      </form>
    </Panel>
  );
}

function bodyOf({ wish }: DesiredView): WishBody {
  return { devices: wish?.devices ?? [], ...(wish?.settings === undefined ? {} : { settings: wish.settings }) };
}

/** The hub checks the rest, and names the field. */
function parsed(text: string): WishBody | null {
  try {
    const body = JSON.parse(text);
    return Array.isArray(body?.devices) ? body : null;
  } catch {
    return null;
  }
}

function Intervals({
  gateway,
  body,
  change,
}: {
  gateway: GatewayView;
  body: WishBody;
  change: (next: WishBody) => void;
}) {
  const words = useWords(gatewayWords);
  const { say } = useSpeech();
  const devices = (useDevicesOf(gateway).data ?? []).filter((one) => !isSelfDevice(one));
  const set = (id: string, seconds: string) => {
    const { everyMs: _, ...kept } = body.devices.find((wish) => wish.id === id) ?? { id };
    const everyMs = Math.round(Number(seconds) * 1000);
    const next = seconds === "" || !Number.isFinite(everyMs) || everyMs <= 0 ? kept : { ...kept, everyMs };
    const others = body.devices.filter((wish) => wish.id !== id);
    const isEmpty = Object.keys(next).length === 1;
    change({ ...body, devices: isEmpty ? others : [...others, next as WishBody["devices"][number]] });
  };
  return (
    <>
      <p className="fine">{words.intervalHint}</p>
      <ul className="intervals">
        {devices.map((device) => (
          <Interval
            key={device.id}
            name={`${device.place} ${say(device.title)}`}
            everyMs={body.devices.find((wish) => wish.id === device.id)?.everyMs}
            set={(seconds) => set(device.id, seconds)}
          />
        ))}
      </ul>
    </>
  );
}

function Interval({
  name,
  everyMs,
  set,
}: {
  name: string;
  everyMs: number | undefined;
  set: (seconds: string) => void;
}) {
  const words = useWords(gatewayWords);
  const id = useId();
  return (
    <li>
      <label htmlFor={id}>{name}</label>
      <span className="interval-field">
        <Input
          id={id}
          type="number"
          min={0.1}
          max={86_400}
          step={0.1}
          suffix={words.seconds}
          value={everyMs === undefined ? "" : everyMs / 1000}
          onChange={(event) => set(event.target.value)}
        />
      </span>
    </li>
  );
}
