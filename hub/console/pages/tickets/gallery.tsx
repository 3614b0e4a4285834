/** The pictures and documents of one line of a story: thumbnails that open large, each to download. */
import { CloseOutlined, DownloadOutlined, FilePdfOutlined, LeftOutlined, RightOutlined } from "@ant-design/icons";
import Button from "antd/es/button";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useWords } from "../../i18n/language.tsx";
import { ticketWords } from "./words.ts";

export type Item = { address: string; name: string; isPicture: boolean };

export function Gallery({ items }: { items: readonly Item[] }) {
  const words = useWords(ticketWords).files;
  const [open, setOpen] = useState<number | null>(null);
  const pictures = items.filter(({ isPicture }) => isPicture);
  if (items.length === 0) return null;
  return (
    <div className="gallery">
      {pictures.map(({ address, name }, index) => (
        <button
          key={address}
          type="button"
          className="thumb"
          aria-label={words.open(name)}
          onClick={() => setOpen(index)}
        >
          <img src={address} alt={name} loading="lazy" />
        </button>
      ))}
      {items
        .filter(({ isPicture }) => !isPicture)
        .map(({ address, name }) => (
          <a key={address} href={address} download={name} className="document">
            <FilePdfOutlined aria-hidden /> {name}
          </a>
        ))}
      {open !== null && <Lightbox pictures={pictures} at={open} go={setOpen} />}
    </div>
  );
}

type LightboxProps = { pictures: readonly Item[]; at: number; go: (at: number | null) => void };

function Lightbox({ pictures, at, go }: LightboxProps) {
  const words = useWords(ticketWords).files;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);
  const picture = pictures[at];
  if (!picture) return null;
  const step = (by: number) => go((at + by + pictures.length) % pictures.length);
  const press = ({ key }: KeyboardEvent) => {
    if (key === "ArrowLeft") step(-1);
    if (key === "ArrowRight") step(1);
  };
  return (
    <dialog ref={dialog} className="lightbox" aria-label={picture.name} onClose={() => go(null)} onKeyDown={press}>
      <img src={picture.address} alt={picture.name} />
      <div className="lightbox-bar">
        {pictures.length > 1 && (
          <>
            <Button icon={<LeftOutlined aria-hidden />} aria-label={words.previous} onClick={() => step(-1)} />
            <span role="status">{words.of(at + 1, pictures.length)}</span>
            <Button icon={<RightOutlined aria-hidden />} aria-label={words.next} onClick={() => step(1)} />
          </>
        )}
        <a href={picture.address} download={picture.name} className="next">
          <DownloadOutlined aria-hidden /> {words.download}
        </a>
        <Button icon={<CloseOutlined aria-hidden />} onClick={() => dialog.current?.close()}>
          {words.close}
        </Button>
      </div>
    </dialog>
  );
}
