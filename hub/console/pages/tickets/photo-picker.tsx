/** Files that wait for their ticket: seen small, and let go again. */
import { CloseOutlined, PaperClipOutlined } from "@ant-design/icons";
import Button from "antd/es/button";
import { useRef } from "react";
import { useWords } from "../../i18n/language.tsx";
import { mostFiles, problemOf } from "./files.ts";
import { ticketWords } from "./words.ts";

type Props = { files: readonly File[]; change: (files: File[]) => void; hint: string };

export function PhotoPicker({ files, change, hint }: Props) {
  const words = useWords(ticketWords).files;
  const input = useRef<HTMLInputElement>(null);
  const isFit = (file: File) => problemOf({ type: file.type, size: 0 }) === null;
  return (
    <div className="field files">
      <input
        ref={input}
        className="unseen"
        type="file"
        multiple
        tabIndex={-1}
        accept="image/jpeg,image/png,image/webp,application/pdf"
        aria-hidden
        onChange={(event) => {
          const added = [...(event.target.files ?? [])].filter(isFit);
          change([...files, ...added].slice(0, mostFiles));
          event.target.value = "";
        }}
      />
      <Button icon={<PaperClipOutlined aria-hidden />} onClick={() => input.current?.click()}>
        {words.add}
      </Button>
      <p className="field-hint">{hint}</p>
      <ul aria-label={words.label}>
        {files.map((file) => (
          <li key={`${file.name} ${file.size} ${file.lastModified}`} className="file">
            <span className="file-name">{file.name}</span>
            <Button
              type="text"
              icon={<CloseOutlined aria-hidden />}
              aria-label={words.remove(file.name)}
              onClick={() => change(files.filter((one) => one !== file))}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
