/** What can be asked of the gateway, and what was: by whom, how it ended, how long it may still wait. */
import Button from "antd/es/button";
import Popconfirm from "antd/es/popconfirm";
import type { GatewayView } from "../../../http/views.ts";
import { useMe } from "../../client/queries.ts";
import { useSeen } from "../../clock/use-seen.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useIsConnector } from "../../known/use-is-connector.ts";
import { Age } from "../../parts/age.tsx";
import { CarriedSteps } from "../../parts/carried-steps.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Panel } from "../../parts/panel.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { durationText } from "../../words/duration.ts";
import { type Command, useCommand, useCommands } from "./queries.ts";
import { gatewayWords } from "./words.ts";

const silenceMinutes = 10;

export function GatewayCommands({ gateway }: { gateway: GatewayView }) {
  const words = useWords(gatewayWords);
  const mayAct = useMe().data?.rights.includes("gateways") ?? false;
  const isConnector = useIsConnector(gateway.id);
  const commands = useCommands(gateway.id);
  return (
    <>
      {mayAct && isConnector === false && <Acts gateway={gateway} />}
      {mayAct && isConnector && (
        <section className="panel">
          <p>{words.carried}</p>
        </section>
      )}
      <Panel title={words.history}>
        {commands.data ? (
          <History rows={commands.data.rows} />
        ) : commands.error ? (
          <Failure error={commands.error} retry={() => void commands.refetch()} />
        ) : (
          <Waiting rows={4} />
        )}
      </Panel>
    </>
  );
}

function Acts({ gateway }: { gateway: GatewayView }) {
  const words = useWords(gatewayWords);
  const test = useCommand(gateway.id, "self-test");
  const silence = useCommand(gateway.id, "silence");
  const restart = useCommand(gateway.id, "restart");
  const error = test.error ?? silence.error ?? restart.error;
  return (
    <section className="panel">
      <div className="beside">
        <Button loading={test.isPending} onClick={() => test.mutate({})}>
          {words.act["self-test"]}
        </Button>
        <Button loading={silence.isPending} onClick={() => silence.mutate({ minutes: silenceMinutes })}>
          {words.act.silence}
        </Button>
        <Popconfirm
          title={words.act.restart}
          description={words.restartSure}
          okText={words.yes}
          cancelText={words.no}
          onConfirm={() => restart.mutate({ what: "agent" })}
        >
          <Button loading={restart.isPending}>{words.act.restart}</Button>
        </Popconfirm>
      </div>
      {gateway.state !== "online" && <p className="fine">{words.offline}</p>}
      {error && <Failure error={error} />}
    </section>
  );
}

function History({ rows }: { rows: readonly Command[] }) {
  const words = useWords(gatewayWords);
  if (rows.length === 0) return <p className="dim">{words.noCommands}</p>;
  return (
    <ul className="spans">
      {rows.map((row) => (
        <CommandRow key={row.id} row={row} />
      ))}
    </ul>
  );
}

function CommandRow({ row }: { row: Command }) {
  const { t } = useSpeech();
  const words = useWords(gatewayWords);
  const name = (words.verbs as Record<string, string>)[row.verb] ?? row.verb;
  const left = useSeen((now) => (row.state === "waiting" ? durationText(row.deadline - now, t.duration) : ""));
  return (
    <li className={row.state === "failed" || row.state === "expired" ? "span-open" : ""}>
      <span>
        <b>{name}</b> <span className="dim">{argsText(row.args)}</span>
      </span>
      <span>
        {words.commandStates[row.state === "waiting" && row.steps !== undefined ? "carried" : row.state]}{" "}
        {left !== "" && <span className="dim">{words.deadline(left)}</span>}{" "}
        <span className="dim">
          {row.actor} · <Age at={row.at} />
        </span>
      </span>
      {row.steps !== undefined && <CarriedSteps steps={row.steps} error={row.error} />}
      {row.error !== undefined && row.steps === undefined && <span className="span-why dim">{row.error}</span>}
    </li>
  );
}

function argsText(args: unknown): string {
  if (typeof args !== "object" || args === null) return "";
  return Object.entries(args)
    .filter(([name]) => name !== "by" && name !== "event")
    .map(([, value]) => String(value))
    .join(" ");
}
