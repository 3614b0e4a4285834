/** What a mapping is tried on: the newest messages that came, and what somebody pastes. */
import { useQueries, useQuery } from "@tanstack/react-query";
import Button from "antd/es/button";
import Checkbox from "antd/es/checkbox";
import Input from "antd/es/input";
import { useState } from "react";
import { useWords } from "../../i18n/language.tsx";
import { Age } from "../../parts/age.tsx";
import { Field } from "../../parts/field.tsx";
import { Panel } from "../../parts/panel.tsx";
import { platformCalls } from "./calls.ts";
import { platformWords } from "./words.ts";

export type Sample = { name: string; from: string; body: string; at: number | null };

const newest = 10;
/** As many as are tried at first; each is typed again at every pause. */
const chosenAtFirst = 3;
const longest = 65_536;

export function useSamples(connector: string) {
  const { messages: words, mapping } = useWords(platformWords);
  const [pasted, setPasted] = useState<Sample[]>([]);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [more, setMore] = useState<ReadonlySet<string>>(new Set());
  // Asked for once: what moves below the hand is no ground to try on.
  const listed = useQuery({
    queryKey: ["samples", connector],
    queryFn: () => platformCalls.messages(connector, undefined, undefined, newest),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const whole = useQueries({
    queries: (listed.data ?? []).map(({ n }) => ({
      queryKey: ["connector", connector, "message", n],
      queryFn: () => platformCalls.message(connector, n),
      staleTime: Number.POSITIVE_INFINITY,
    })),
  });
  const came = whole.flatMap(({ data }) =>
    data === undefined || data.encoding === "hex" || data.bytes > longest
      ? []
      : [{ name: words.number(data.n), from: data.from, body: data.text, at: data.received }],
  );
  const all: Sample[] = [...pasted, ...came];
  const isChosen = (sample: Sample, at: number) =>
    !left.has(sample.name) && (more.has(sample.name) || at < chosenAtFirst + pasted.length);
  const chosen = all.filter(isChosen);
  return {
    ...{ all, chosen, names: chosen.map(({ name }) => name), isLoading: listed.isPending },
    again: () => void listed.refetch(),
    choose(name: string, isOn: boolean) {
      const without = (set: ReadonlySet<string>) => new Set([...set].filter((one) => one !== name));
      setLeft(isOn ? without(left) : new Set([...left, name]));
      setMore(isOn ? new Set([...more, name]) : without(more));
    },
    paste: (from: string, body: string) =>
      setPasted([{ name: `${mapping.pasted} ${pasted.length + 1}`, from, body, at: null }, ...pasted]),
  };
}

type Props = Pick<ReturnType<typeof useSamples>, "all" | "names" | "isLoading" | "choose" | "paste">;

export function Samples({ all, names, isLoading, choose, paste }: Props) {
  const { mapping: words } = useWords(platformWords);
  return (
    <Panel title={words.samples}>
      {all.length === 0 && !isLoading && <p className="dim">{words.samplesNone}</p>}
      <ul className="rows">
        {all.map(({ name, from, body, at }) => (
          <li key={name}>
            <span className="beside">
              <Checkbox checked={names.includes(name)} onChange={({ target }) => choose(name, target.checked)}>
                {name}
              </Checkbox>
              {at !== null && <Age at={at} />}
            </span>
            <code className="platform-preview">
              {from !== "" && `${from} `}
              {body.slice(0, 300)}
            </code>
          </li>
        ))}
      </ul>
      <Paste paste={paste} />
    </Panel>
  );
}

function Paste({ paste }: Pick<Props, "paste">) {
  const { mapping: words } = useWords(platformWords);
  const [from, setFrom] = useState("");
  const [body, setBody] = useState("");
  const add = () => {
    paste(from.trim(), body);
    setBody("");
  };
  return (
    <details className="platform-paste">
      <summary>{words.paste}</summary>
      <Field label={words.pasteFrom}>
        {(props) => <Input {...props} maxLength={500} value={from} onChange={({ target }) => setFrom(target.value)} />}
      </Field>
      <Field label={words.paste}>
        {(props) => (
          <Input.TextArea
            {...props}
            className="platform-code"
            autoSize={{ minRows: 3, maxRows: 12 }}
            maxLength={longest}
            value={body}
            onChange={({ target }) => setBody(target.value)}
          />
        )}
      </Field>
      <Button disabled={body.trim() === ""} onClick={add}>
        {words.pasteAdd}
      </Button>
    </details>
  );
}
