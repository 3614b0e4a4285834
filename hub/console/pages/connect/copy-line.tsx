/** Text to be pasted elsewhere, whole, with a button that copies it. */
import { CheckOutlined, CopyOutlined } from "@ant-design/icons";
import Button from "antd/es/button";
import { useState } from "react";
import { copyText } from "../../browser/copy-text.ts";
import { useWords } from "../../i18n/language.tsx";
import { connectWords } from "./words.ts";

export function CopyLine({ text, label }: { text: string; label: string }) {
  const words = useWords(connectWords);
  const [isCopied, setCopied] = useState(false);
  return (
    <div className="connect-line">
      <span className="dim">{label}</span>
      <div className="connect-copy">
        <code className="printout">{text}</code>
        <Button
          icon={isCopied ? <CheckOutlined aria-hidden /> : <CopyOutlined aria-hidden />}
          onClick={async () => setCopied(await copyText(text))}
          aria-label={`${isCopied ? words.copied : words.copy} ${label}`}
        >
          {isCopied ? words.copied : words.copy}
        </Button>
      </div>
    </div>
  );
}
