/** An id: small, whole, and one touch to copy. */
import { CheckOutlined, CopyOutlined } from "@ant-design/icons";
import { useEffect, useState } from "react";
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

/** Browsers give the clipboard only to https; a LAN address gets the old way. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}
