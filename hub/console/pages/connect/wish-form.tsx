/** What somebody says of the device: how it speaks, what it measures, what and where it is. */
import { useQuery } from "@tanstack/react-query";
import Button from "antd/es/button";
import Input from "antd/es/input";
import Select from "antd/es/select";
import { type FormEvent, useState } from "react";
import type { ConnectView, DirectWish, Way } from "../../../http/direct-views.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Field } from "../../parts/field.tsx";
import { Panel } from "../../parts/panel.tsx";
import { connectCalls } from "./calls.ts";
import { newName } from "./commands.ts";
import { emptyOwn, OwnFields, ownPointOf } from "./own-fields.tsx";
import { connectWords } from "./words.ts";

type Props = {
  view: ConnectView;
  send(wish: DirectWish, example: string): void;
  isBusy: boolean;
  error: Error | null;
};

const ways = ["mqtt", "https", "gbt26875", "sl651"] as const;
const strangerMs = 3000;
const ownModel = "";

export function WishForm({ view, send, isBusy, error }: Props) {
  const words = useWords(connectWords);
  const [way, setWay] = useState<Way>(view.mqtt === null ? "https" : "mqtt");
  const [model, setModel] = useState<string>();
  const [own, setOwn] = useState(emptyOwn);
  const [names, setNames] = useState({ title: "", place: "", device: newName(Math.random) });
  const [isTried, setTried] = useState(false);
  const dialsIn = way === "gbt26875" || way === "sl651";
  const choose = (next: Way) => {
    setWay(next);
    setModel(undefined);
    const isName = next === "mqtt" || next === "https";
    setNames({ ...names, device: isName ? newName(Math.random) : "" });
  };
  const ownPoint = model === ownModel ? ownPointOf(own) : null;
  const isWhole =
    model !== undefined && (model !== ownModel || ownPoint !== null) && Object.values(names).every((one) => one.trim());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isWhole) return;
    const { title, place, device } = names;
    const about = { way, device: device.trim(), title: title.trim(), place: place.trim() };
    if (ownPoint !== null) return send({ ...about, points: [ownPoint] }, exampleOf(ownPoint));
    send({ ...about, model }, view.models.find((one) => one.model === model)?.example ?? "[]");
  };
  const type = (name: keyof typeof names) => (event: { target: { value: string } }) =>
    setNames({ ...names, [name]: event.target.value });
  const problem = (value: string | undefined) => (isTried && !value?.trim() ? { problem: words.missing } : {});
  return (
    <Panel title={words.how}>
      <form onSubmit={submit} noValidate className="connect-form">
        <fieldset className="connect-ways">
          <legend className="unseen">{words.how}</legend>
          {ways.map((one) => (
            <label key={one} className={`connect-way${one === way ? " connect-way-on" : ""}`}>
              <input
                type="radio"
                name="way"
                value={one}
                checked={one === way}
                disabled={one === "mqtt" && view.mqtt === null}
                onChange={() => choose(one)}
              />
              <b>{words.ways[one].name}</b>
              <span className="dim">{words.ways[one].hint}</span>
            </label>
          ))}
        </fieldset>
        {view.mqtt === null && <p className="dim">{words.noBroker}</p>}
        <Field
          label={words.what}
          hint={words.whatHint}
          {...(isTried && model === undefined ? { problem: words.missing } : {})}
        >
          {({ id }) => (
            <ModelSelect
              {...{ id, view, driver: dialsIn ? way : null, value: model, choose: setModel }}
              isWrong={isTried && model === undefined}
            />
          )}
        </Field>
        {model === ownModel && <OwnFields own={own} set={setOwn} isTried={isTried} />}
        <Field label={words.name} {...problem(names.title)}>
          {(props) => <Input {...props} maxLength={100} value={names.title} onChange={type("title")} />}
        </Field>
        <Field label={words.place} hint={words.placeHint} {...problem(names.place)}>
          {(props) => <Input {...props} maxLength={200} value={names.place} onChange={type("place")} />}
        </Field>
        <Field
          label={dialsIn ? words.address[way] : words.device}
          {...(dialsIn ? {} : { hint: words.deviceHint })}
          {...problem(names.device)}
        >
          {(props) => <Input {...props} maxLength={64} value={names.device} onChange={type("device")} />}
        </Field>
        {dialsIn && <Strangers way={way} choose={(device) => setNames({ ...names, device })} />}
        {error && <Failure error={error} />}
        <Button type="primary" htmlType="submit" loading={isBusy}>
          {isBusy ? words.making : words.make}
        </Button>
      </form>
    </Panel>
  );
}

function exampleOf({ id, unit }: { id: string; unit?: string }): string {
  return JSON.stringify([{ n: id, ...(unit === undefined ? {} : { u: unit }), v: 20 }]);
}

type ModelProps = {
  id: string;
  view: ConnectView;
  driver: string | null;
  value: string | undefined;
  isWrong: boolean;
  choose(model: string): void;
};

/** A frame is read by its own driver alone; SenML names the points itself, so any model will do. */
function ModelSelect({ id, view, driver, value, isWrong, choose }: ModelProps) {
  const { say } = useSpeech();
  const words = useWords(connectWords);
  const fits = view.models.filter((one) => driver === null || one.driver === driver);
  const options = fits.map(({ model, title }) => ({ value: model, label: say(title) }));
  const all = driver === null ? [{ value: ownModel, label: words.own }, ...options] : options;
  return (
    <Select
      id={id}
      showSearch={{
        // Whatever is looked for, a point of one's own may be the answer.
        filterOption: (text, option) =>
          option?.value === ownModel || (option?.label ?? "").toLowerCase().includes(text.trim().toLowerCase()),
        filterSort: (a, b) => Number(a.value === ownModel) - Number(b.value === ownModel),
      }}
      placeholder={words.whatChoose}
      {...(value === undefined ? {} : { value })}
      {...(isWrong ? { status: "error" as const } : {})}
      onChange={choose}
      options={all}
    />
  );
}

function Strangers({ way, choose }: { way: string; choose(device: string): void }) {
  const words = useWords(connectWords);
  const all = useQuery({ queryKey: ["strangers"], queryFn: connectCalls.strangers, refetchInterval: strangerMs });
  const pattern = way === "sl651" ? /^\d{10}$/ : /^[0-9a-f]{12}$/;
  const mine = (all.data ?? []).filter(({ device }) => pattern.test(device)).slice(0, 5);
  if (mine.length === 0) return null;
  return (
    <p role="status" className="beside">
      <span>{words.strangers}</span>
      {mine.map(({ device }) => (
        <Button key={device} onClick={() => choose(device)}>
          {words.thisOne(device)}
        </Button>
      ))}
    </p>
  );
}
