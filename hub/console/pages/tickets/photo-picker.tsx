/** Files that wait for their ticket: seen small, and let go again. */
import { CloseOutlined } from "@ant-design/icons";
import Button from "antd/es/button";
import { useWords } from "../../i18n/language.tsx";
import { mostFiles, problemOf } from "./files.ts";
import { PickFiles } from "./pick-files.tsx";
import { ticketWords } from "./words.ts";

type Props = { files: readonly File[]; change: (files: File[]) => void; hint: string };

export function PhotoPicker({ files, change, hint }: Props) {
  const words = useWords(ticketWords).files;
  const isFit = (file: File) => problemOf({ type: file.type, size: 0 }) === null;
  return (
    <div className="field files">
      <PickFiles label={words.add} pick={(picked) => change([...files, ...picked.filter(isFit)].slice(0, mostFiles))} />
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
