/** Which device a component is, why, and what a person may say: it is this one, it is not, it is another. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Button from "antd/es/button";
import Input from "antd/es/input";
import { useState } from "react";
import { Link } from "wouter";
import type { ComponentView } from "../../../http/component-views.ts";
import { useNames } from "../../called/use-names.ts";
import { useSpeech } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { coverageCalls, type Thing } from "./calls.ts";
import type { coverageWords } from "./words.ts";

type Words = (typeof coverageWords)["zh-CN"];
type Props = { row: ComponentView; mayWrite: boolean; words: Words };
type Shown = Thing & { title: { zh: string; en: string }; place: string };
type Reason = NonNullable<ComponentView["match"]>["reason"];

export function DeviceCell({ row, mayWrite, words }: Props) {
  const queries = useQueryClient();
  const [isLooking, setLooking] = useState(false);
  const [isOpen, setOpen] = useState(false);
  const say = useMutation({
    mutationFn: ({ verb, thing }: { verb: "match" | "part"; thing: Thing }) => coverageCalls[verb](row.id, thing),
    onSettled: () => {
      setLooking(false);
      setOpen(false);
      void queries.invalidateQueries({ queryKey: ["coverage"] });
    },
  });
  const isIt = ({ gateway, device }: Thing) => say.mutate({ verb: "match", thing: { gateway, device } });
  const isNot = ({ gateway, device }: Thing) => say.mutate({ verb: "part", thing: { gateway, device } });
  const { match, doubt } = row;
  return (
    <div className="component-device">
      {match && (
        <p>
          <Found thing={match} beside={row.place} /> <Why reason={match.reason} by={match.by} words={words} />
        </p>
      )}
      {doubt && doubt.candidates.length > 0 && (
        <>
          <p>{words.maybe(doubt.candidates.length)}</p>
          {doubt.more && <p className="fine">{words.crowd}</p>}
          <ul className="candidates">
            {doubt.candidates.map((one) => (
              <li key={`${one.gateway}/${one.device}`}>
                <Found thing={one} beside={row.place} /> <span className="fine">{one.device} ·</span>{" "}
                <Why reason={one.reason} by="" words={words} />
                {mayWrite && (
                  <span className="component-acts">
                    <Button disabled={say.isPending} onClick={() => isIt(one)}>
                      {words.isIt}
                    </Button>
                    <Button disabled={say.isPending} onClick={() => isNot(one)}>
                      {words.isNot}
                    </Button>
                  </span>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {mayWrite && (
        <span className="component-acts">
          {match && (
            <Button aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              {isOpen ? words.close : words.correct}
            </Button>
          )}
          {match && isOpen && match.by === "hub" && (
            <Button disabled={say.isPending} onClick={() => isIt(match)}>
              {words.isIt}
            </Button>
          )}
          {match && isOpen && (
            <Button disabled={say.isPending} onClick={() => isNot(match)}>
              {words.isNot}
            </Button>
          )}
          {(!match || isOpen) && (
            <Button aria-expanded={isLooking} onClick={() => setLooking(!isLooking)}>
              {isLooking ? words.close : match ? words.other : words.choose}
            </Button>
          )}
        </span>
      )}
      {isLooking && <Finder words={words} busy={say.isPending} choose={isIt} />}
      {say.error && <Failure error={say.error} />}
    </div>
  );
}

/** Its place only where that is another one than the component's. */
function Found({ thing, beside }: { thing: Shown; beside: string }) {
  const { say } = useSpeech();
  const { gateway, device, title, place } = thing;
  return (
    <Link href={`/devices/${encodeURIComponent(gateway)}/${encodeURIComponent(device)}`}>
      {place === beside ? "" : place} {say(title) || device}
    </Link>
  );
}

function Why({ reason, by, words }: { reason: Reason; by: string; words: Words }) {
  const nameOf = useNames(by === "" || by === "hub" ? [] : [by]);
  const { rule, building = "", alike, metres, measures = "" } = reason;
  const kinds: Record<string, string> = words.measures;
  const text = {
    person: () => words.reasons.person(nameOf(by)),
    code: () => words.reasons.code(),
    place: () => words.reasons.place(building, alike === undefined ? undefined : Math.round(alike * 100)),
    distance: () => words.reasons.distance(metres),
    kind: () => words.reasons.kind(kinds[measures] ?? measures, building, metres),
  };
  return <span className="fine">{text[rule]()}</span>;
}

function Finder({ words, busy, choose }: { words: Words; busy: boolean; choose(thing: Thing): void }) {
  const { say } = useSpeech();
  const [q, setQ] = useState("");
  const found = useQuery({
    queryKey: ["coverage", "devices", q],
    queryFn: () => coverageCalls.devices(q),
    enabled: q.trim() !== "",
  });
  return (
    <div className="component-finder">
      <Input.Search placeholder={words.findDevice} aria-label={words.findDevice} onSearch={setQ} autoFocus />
      {found.error && <Failure error={found.error} />}
      {found.data?.rows.length === 0 && <p className="dim">{words.findNone}</p>}
      <ul className="candidates">
        {found.data?.rows.map((device) => (
          <li key={`${device.gateway}/${device.id}`}>
            {device.place} {say(device.title)} <span className="fine">{device.id}</span>
            <span className="component-acts">
              <Button disabled={busy} onClick={() => choose({ gateway: device.gateway, device: device.id })}>
                {words.isIt}
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
