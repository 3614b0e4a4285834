/** An id: small, whole, and one touch to copy. */
import { CheckOutlined, CopyOutlined } from "@ant-design/icons";
import { useEffect, useState } from "react";
import { copyText } from "../browser/copy-text.ts";
import { useSpeech } from "../i18n/language.tsx";

const thanksMs = 1_500;

export function CopyId({ id }: { id: string }) {
  const { t } = useSpeech();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), thanksMs);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => setCopied(await copyText(id));
  return (
    <button type="button" className="copy-id" onClick={copy} aria-label={copied ? t.copy.done : t.copy.action(id)}>
      <code>{id}</code>
      {copied ? <CheckOutlined aria-hidden /> : <CopyOutlined aria-hidden />}
    </button>
  );
}
