/** Below a list by pages: how many there are, and more of them. */
import Button from "antd/es/button";
import { useWords } from "../i18n/language.tsx";
import { listWords } from "./list-words.ts";

type Props = { shown: number; total: number; busy: boolean; more: (() => void) | null };

export function ListFoot({ shown, total, busy, more }: Props) {
  const words = useWords(listWords);
  return (
    <div className="list-foot dim">
      <span role="status">{words.count(shown, Math.max(shown, total))}</span>
      {more && (
        <Button loading={busy} onClick={more}>
          {busy ? words.loading : words.more}
        </Button>
      )}
    </div>
  );
}
