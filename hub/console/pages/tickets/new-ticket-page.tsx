/** A case from a hotline, a patrol or analytics: written down, opened as a ticket, its photos brought after it. */
import Button from "antd/es/button";
import Input from "antd/es/input";
import Select from "antd/es/select";
import { type FormEvent, useRef, useState } from "react";
import { useLocation } from "wouter";
import type { TicketStory, TicketView } from "../../../http/views.ts";
import { ApiError } from "../../client/api-error.ts";
import { client } from "../../client/client.ts";
import { useAreas, useClasses } from "../../client/rulebook-queries.ts";
import { now } from "../../clock/clock.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { useMay } from "../../me/use-may.ts";
import { useMyName } from "../../me/use-my-name.ts";
import { localText } from "../../order/move-request.ts";
import { primaryMove } from "../../order/moves.ts";
import { Failure } from "../../parts/failure.tsx";
import { Field } from "../../parts/field.tsx";
import { Page } from "../../parts/page.tsx";
import { Quiet } from "../../parts/quiet.tsx";
import { keepFiles } from "./files.ts";
import { newId } from "./new-id.ts";
import { PhotoPicker } from "./photo-picker.tsx";
import { proposedSeverity, type ReportDraft, reportOf, reportSources, wrongIn } from "./report.ts";
import { type Arrived, sendFile } from "./send-file.ts";
import { shrink } from "./shrink.ts";
import { useDraft } from "./use-draft.ts";
import { draftName } from "./use-move-draft.ts";
import { ticketWords } from "./words.ts";

type Typed = { draft: ReportDraft; change: (field: keyof ReportDraft, text: string) => void; forget: () => void };

export default function NewTicketPage() {
  const words = useWords(ticketWords).fresh;
  const may = useMay("tickets");
  if (may) return <Report />;
  return (
    <Page title={words.title} back={{ href: "/tickets", text: words.back }}>
      <Quiet title={words.notYours} />
    </Page>
  );
}

function Report() {
  const words = useWords(ticketWords).fresh;
  const [, go] = useLocation();
  const me = useMyName();
  const typed = useReport();
  const classes = useClasses();
  const [files, setFiles] = useState<File[]>([]);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  /** The same report sent again changes nothing. */
  const ids = useRef({ id: newId(), event: newId() });
  const wrong = tried ? wrongIn(typed.draft, now()) : [];
  const proposed = proposedSeverity(classes.data?.find(({ code }) => code === typed.draft.class));
  const severity = (Number(typed.draft.severity) || proposed) as TicketView["severity"];

  const send = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (wrongIn(typed.draft, now()).length > 0 || busy) return;
    setBusy(true);
    setError(null);
    try {
      const story = await report(reportOf(typed.draft, ids.current, severity));
      await bring(story, files, me);
      typed.forget();
      go(`/tickets/${encodeURIComponent(story.id)}`);
    } catch (cause) {
      setError(cause as Error);
      setBusy(false);
    }
  };
  return (
    <Page title={words.title} back={{ href: "/tickets", text: words.back }} lead={words.lead}>
      <form className="report" onSubmit={(event) => void send(event)} noValidate aria-label={words.title}>
        <SourceChoice {...typed} />
        <TextField
          {...typed}
          name="what"
          label={words.what}
          hint={words.whatHint}
          problem={wrong.includes("what") ? words.whatMissing : ""}
        />
        <TextField
          {...typed}
          name="place"
          label={words.place}
          hint={words.placeHint}
          problem={wrong.includes("place") ? words.placeMissing : ""}
        />
        <ClassChoice {...typed} problem={wrong.includes("class") ? words.classMissing : ""} />
        <SeverityChoice {...typed} severity={severity} />
        <AreaChoice {...typed} />
        <Field label={words.openedAt} problem={wrong.includes("openedAt") ? words.openedMissing : ""}>
          {(props) => (
            <Input
              {...props}
              type="datetime-local"
              max={localText(now())}
              value={typed.draft.openedAt ?? localText(now())}
              onChange={(event) => typed.change("openedAt", event.target.value)}
            />
          )}
        </Field>
        <Field label={words.details}>
          {(props) => (
            <Input.TextArea
              {...props}
              maxLength={2000}
              autoSize={{ minRows: 3, maxRows: 10 }}
              value={typed.draft.details ?? ""}
              onChange={(event) => typed.change("details", event.target.value)}
            />
          )}
        </Field>
        <PhotoPicker files={files} change={setFiles} hint={words.photosHint} />
        {error && <Failure error={error} />}
        {error instanceof ApiError && error.offline && <p className="field-hint">{words.kept}</p>}
        <Button type="primary" htmlType="submit" loading={busy}>
          {busy ? words.working : words.submit}
        </Button>
      </form>
    </Page>
  );
}

const report = (body: ReturnType<typeof reportOf>): Promise<TicketStory> => client.post("/api/tickets", { body });

/** The files go to the ticket, and wait in the form of its first move: a file is told in the story by a move. */
async function bring(story: TicketStory, files: readonly File[], me: string): Promise<void> {
  const move = primaryMove(story, me);
  if (move === undefined) return;
  const arrived: Arrived[] = [];
  for (const file of files) {
    const outcome = await sendFile(story.id, await shrink(file), () => undefined);
    // One that did not arrive is missed on the ticket's page, where it can be added again.
    if (outcome.is === "there") arrived.push(outcome.arrived);
  }
  keepFiles(draftName(story.id, move), arrived);
}

function useReport(): Typed {
  const [text, setText, forget] = useDraft("report");
  const draft = (text === "" ? {} : JSON.parse(text)) as ReportDraft;
  return { draft, forget, change: (field, value) => setText(JSON.stringify({ ...draft, [field]: value })) };
}

type TextProps = Typed & { name: "what" | "place"; label: string; hint: string; problem: string };

function TextField({ draft, change, name, label, hint, problem }: TextProps) {
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(props) => (
        <Input
          {...props}
          maxLength={200}
          value={draft[name] ?? ""}
          onChange={(event) => change(name, event.target.value)}
        />
      )}
    </Field>
  );
}

function SourceChoice({ draft, change }: Typed) {
  const words = useWords(ticketWords).fresh;
  const { t } = useSpeech();
  return (
    <fieldset className="choices">
      <legend>{words.source}</legend>
      {reportSources.map((source) => (
        <label key={source} className="choice">
          <input
            type="radio"
            name="source"
            checked={(draft.source ?? "hotline") === source}
            onChange={() => change("source", source)}
          />
          <span>{t.tickets.sources[source]}</span>
        </label>
      ))}
    </fieldset>
  );
}

function ClassChoice({ draft, change, problem }: Typed & { problem: string }) {
  const words = useWords(ticketWords).fresh;
  const classes = useClasses();
  const groups = [...new Set((classes.data ?? []).map(({ group }) => group))].map((group) => ({
    label: group,
    options: (classes.data ?? [])
      .filter((one) => one.group === group)
      .map(({ code, name }) => ({ value: code, label: `${name} ${code}` })),
  }));
  return (
    <Field label={words.class} hint={words.classHint} problem={problem}>
      {(props) => (
        <Select
          {...props}
          className="wide"
          showSearch={{ optionFilterProp: "label" }}
          loading={classes.isPending}
          options={groups}
          value={draft.class || undefined}
          onChange={(code?: string) => change("class", code ?? "")}
        />
      )}
    </Field>
  );
}

function SeverityChoice({ change, severity }: Typed & { severity: TicketView["severity"] }) {
  const words = useWords(ticketWords).fresh;
  const { t } = useSpeech();
  const options = ([1, 2, 3, 4] as const).map((value) => ({ value, label: t.severity[value].long }));
  return (
    <Field label={words.severity} hint={words.severityHint}>
      {(props) => (
        <Select
          {...props}
          className="wide"
          options={options}
          value={severity}
          onChange={(value: number) => change("severity", String(value))}
        />
      )}
    </Field>
  );
}

function AreaChoice({ draft, change }: Typed) {
  const words = useWords(ticketWords).fresh;
  const areas = useAreas();
  return (
    <Field label={words.area} hint={words.areaHint}>
      {(props) => (
        <Select
          {...props}
          className="wide"
          allowClear
          showSearch={{ optionFilterProp: "label" }}
          loading={areas.isPending}
          options={(areas.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={draft.area || undefined}
          onChange={(area?: string) => change("area", area ?? "")}
        />
      )}
    </Field>
  );
}
