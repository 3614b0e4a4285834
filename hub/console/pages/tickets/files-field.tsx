/** Photos and files that go with a move: added, shrunk and sent at once, before the move is made. */
import { CloseOutlined, FileTextOutlined, ReloadOutlined } from "@ant-design/icons";
import Button from "antd/es/button";
import { useWords } from "../../i18n/language.tsx";
import type { Files, Held } from "./files.ts";
import { PickFiles } from "./pick-files.tsx";
import { ticketWords } from "./words.ts";

type Props = { files: Files; ticket: string; note: string };

export function FilesField({ files, ticket, note }: Props) {
  const words = useWords(ticketWords).files;
  return (
    <div className="field files">
      <PickFiles label={words.add} pick={files.add} />
      <p className={note === "" ? "field-hint" : "field-problem"}>{note || words.hint}</p>
      <ul aria-label={words.label} aria-live="polite">
        {files.held.map((held) => (
          <FileRow key={held.n} held={held} files={files} ticket={ticket} />
        ))}
      </ul>
    </div>
  );
}

function FileRow({ held, files, ticket }: { held: Held; files: Files; ticket: string }) {
  const words = useWords(ticketWords).files;
  const { n, name, state, problem, arrived } = held;
  const isPicture = arrived !== null && arrived.type !== "application/pdf";
  return (
    <li className="file">
      {isPicture ? (
        <img src={`/api/tickets/${encodeURIComponent(ticket)}/attachments/${arrived.id}`} alt="" />
      ) : (
        <FileTextOutlined aria-hidden />
      )}
      <span className="file-name">
        {name}
        <span className={state === "failed" ? "field-problem" : "dim"}>{stateWord()}</span>
        {state === "sending" && <progress value={held.percent} max={100} aria-label={words.sending(held.percent)} />}
      </span>
      {state === "failed" && problem === null && (
        <Button type="text" icon={<ReloadOutlined aria-hidden />} onClick={() => files.again(n)}>
          {words.again}
        </Button>
      )}
      <Button
        type="text"
        icon={<CloseOutlined aria-hidden />}
        aria-label={words.remove(name)}
        onClick={() => files.remove(n)}
      />
    </li>
  );

  function stateWord(): string {
    if (problem !== null) return words[problem];
    if (state === "there") return "";
    return state === "sending" ? words.sending(held.percent) : words[state];
  }
}
