/** The button that opens the device's choice of photos and files. */
import { PaperClipOutlined } from "@ant-design/icons";
import Button from "antd/es/button";
import { useRef } from "react";

type Props = { label: string; pick: (files: File[]) => void };

/** The field itself is unseen: the browser's own button speaks the browser's language, not the person's. */
export function PickFiles({ label, pick }: Props) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        className="unseen"
        type="file"
        multiple
        tabIndex={-1}
        accept="image/jpeg,image/png,image/webp,application/pdf"
        aria-hidden
        onChange={(event) => {
          pick([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
      <Button icon={<PaperClipOutlined aria-hidden />} onClick={() => input.current?.click()}>
        {label}
      </Button>
    </>
  );
}
