/** Files that wait for their ticket: seen small, and let go again. */
import { CloseOutlined } from "@ant-design/icons";
import Button from "antd/es/button";
import { useState } from "react";
import { useWords } from "../../i18n/language.tsx";
import { type Refused, sorted } from "./files.ts";
import { PickFiles } from "./pick-files.tsx";
import { ticketWords } from "./words.ts";

type Props = { files: readonly File[]; change: (files: File[]) => void; hint: string };

export function PhotoPicker({ files, change, hint }: Props) {
  const words = useWords(ticketWords).files;
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const pick = (picked: readonly File[]) => {
    const { taken, refused: left } = sorted(files, picked);
    setRefused(left);
    change(taken);
  };
  return (
    <div className="field files">
      <PickFiles label={words.add} pick={pick} />
      <p className="field-hint">{hint}</p>
      {refused.length > 0 && (
        <div role="alert">
          {refused.map(({ name, problem }) => (
            <p key={name} className="field-problem">
              {words.refused(name, words[problem])}
            </p>
          ))}
        </div>
      )}
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
