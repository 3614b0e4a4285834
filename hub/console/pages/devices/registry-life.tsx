/** The steps a device's life can take now; those that people will ask about later need a reason. */
import { useMutation } from "@tanstack/react-query";
import Button from "antd/es/button";
import Input from "antd/es/input";
import { useState } from "react";
import type { RegistryView } from "../../../http/registry-views.ts";
import { type LifeMove, needsReason } from "../../../registry/life.ts";
import { useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Field } from "../../parts/field.tsx";
import { deviceCalls, type Thing } from "./calls.ts";
import { useForget } from "./queries.ts";
import { deviceWords } from "./words.ts";

type Asked = LifeMove | "replace";

export function RegistryLife({ thing, view }: { thing: Thing; view: RegistryView }) {
  const words = useWords(deviceWords);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [reason, setReason] = useState("");
  const [more, setMore] = useState("");
  const forget = useForget();
  const act = useMutation({
    mutationFn: (what: Asked) => perform(thing, what, { reason, more, seen: view }),
    onSuccess: () => {
      setAsked(null);
      setReason("");
      setMore("");
    },
    onSettled: forget,
  });
  // Taking an adoption back belongs to where it was done.
  const moves = view.moves.filter((move) => move !== "unadopt" && (move !== "commission" || view.life === "approved"));
  const begin = (move: Asked) => (move !== "replace" && !needsReason(move) ? act.mutate(move) : setAsked(move));
  const isReady = asked === "replace" ? more.includes("/") || thing.device === undefined : reason.trim() !== "";
  return (
    <div className="registry-form">
      <div className="registry-acts">
        {moves.map((move) => (
          <Button key={move} onClick={() => begin(move)} loading={act.isPending && act.variables === move}>
            {words.moves[move]}
          </Button>
        ))}
        {view.life !== "retired" && <Button onClick={() => begin("replace")}>{words.replaced}</Button>}
      </div>
      {asked !== null && (
        <form
          className="registry-form"
          onSubmit={(event) => {
            event.preventDefault();
            act.mutate(asked);
          }}
        >
          {asked !== "replace" && (
            <Field label={words.reason} hint={words.reasonNeeded}>
              {(field) => <Input {...field} value={reason} onChange={(event) => setReason(event.target.value)} />}
            </Field>
          )}
          {asked !== "retire" && asked !== "return" && (
            <Field
              label={asked === "replace" ? words.replaced : words.untilLabel}
              hint={asked === "replace" ? words.replaceHint : ""}
            >
              {(field) => (
                <Input
                  {...field}
                  type={asked === "replace" ? "text" : "datetime-local"}
                  value={more}
                  onChange={(event) => setMore(event.target.value)}
                />
              )}
            </Field>
          )}
          <div className="registry-acts">
            <Button type="primary" htmlType="submit" disabled={!isReady} loading={act.isPending}>
              {asked === "replace" ? words.replace : words.moves[asked]}
            </Button>
            <Button onClick={() => setAsked(null)}>{words.cancel}</Button>
          </div>
        </form>
      )}
      {act.error && <Failure error={act.error} newest={act.reset} />}
    </div>
  );
}

type Said = { reason: string; more: string; seen: RegistryView };

function perform(thing: Thing, what: Asked, { reason, more, seen }: Said): Promise<unknown> {
  if (what === "replace") {
    const [gateway = "", device] = more.trim().split("/");
    return deviceCalls.replace(thing, { gateway, ...(device === undefined ? {} : { device }) }, seen);
  }
  const until = what === "maintain" && more !== "" ? { until: new Date(more).getTime() } : {};
  return deviceCalls.life(
    thing,
    { move: what, ...(reason.trim() === "" ? {} : { reason: reason.trim() }), ...until },
    seen,
  );
}
