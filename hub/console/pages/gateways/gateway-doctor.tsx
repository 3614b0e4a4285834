/** The doctor's report: what it found at the gateway, what is wrong on top, each with its cure; run it again, take the bundle along. */
import Button from "antd/es/button";
import type { GatewayView } from "../../../http/views.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Panel } from "../../parts/panel.tsx";
import { momentText } from "../../words/moment.ts";
import { useCommand, useCommands } from "./queries.ts";
import { saveFile } from "./save-file.ts";
import { gatewayWords } from "./words.ts";

type Text = { zh: string; en: string };
type Finding = { check: string; subject: string; state: State; title: Text; text: Text; cure?: Text };
type State = "fault" | "doubt" | "unknown" | "well";
type Report = { findings: Finding[]; bundle?: string };

export function GatewayDoctor({ gateway }: { gateway: GatewayView }) {
  const words = useWords(gatewayWords);
  const { language } = useSpeech();
  const run = useCommand<Report>(gateway.id, "bundle");
  const last = useCommands(gateway.id).data?.rows.find(({ verb, state }) => verb === "bundle" && state === "done");
  const report = run.data ?? (last?.result as Report | undefined);
  const isReport = Array.isArray(report?.findings);
  const title = last ? words.doctorAt(momentText(last.at, now(), language, { seconds: false })) : words.tab.doctor;
  return (
    <Panel
      title={title}
      side={
        <Button onClick={() => run.mutate({})} loading={run.isPending} disabled={gateway.state !== "online"}>
          {isReport ? words.doctorAgain : words.doctorRun}
        </Button>
      }
    >
      <p role="status" className="fine">
        {run.isPending && words.doctorRunning}
        {gateway.state !== "online" && words.offline}
      </p>
      {run.error && <Failure error={run.error} />}
      {report && isReport ? (
        <Findings report={report} gateway={gateway.id} />
      ) : (
        !run.isPending && <p className="dim">{words.doctorNever}</p>
      )}
    </Panel>
  );
}

function Findings({ report, gateway }: { report: Report; gateway: string }) {
  const words = useWords(gatewayWords);
  const count = (state: State) => report.findings.filter((finding) => finding.state === state).length;
  const of = (...states: State[]) => report.findings.filter(({ state }) => states.includes(state));
  return (
    <>
      <p>
        <b>{words.doctorSum(count("fault"), count("doubt"), count("well"))}</b>
      </p>
      <FindingRows rows={[...of("fault"), ...of("doubt")]} />
      {(["unknown", "well"] as const).map(
        (state) =>
          count(state) > 0 && (
            <details key={state}>
              <summary>
                {words.findings[state]} {count(state)}
              </summary>
              <FindingRows rows={of(state)} />
            </details>
          ),
      )}
      {report.bundle !== undefined && (
        <Button onClick={() => saveFile(`${gateway}-support.tar.gz`, bytesOf(report.bundle ?? ""), "application/gzip")}>
          {words.bundle}
        </Button>
      )}
    </>
  );
}

function FindingRows({ rows }: { rows: readonly Finding[] }) {
  const words = useWords(gatewayWords);
  const { say } = useSpeech();
  return (
    <ul className="spans">
      {rows.map((finding) => (
        <li key={`${finding.check} ${finding.subject}`} className={finding.state === "fault" ? "span-open" : ""}>
          <span>
            <b>{words.findings[finding.state]}</b> {say(finding.title)}
          </span>
          <span>{say(finding.text)}</span>
          {finding.cure && <span className="span-why">→ {say(finding.cure)}</span>}
        </li>
      ))}
    </ul>
  );
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let n = 0; n < text.length; n++) bytes[n] = text.charCodeAt(n);
  return bytes;
}
