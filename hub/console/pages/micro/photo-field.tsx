/** Photos to go with something: taken or chosen, made small at once, shown, taken off again. */
import { useRef, useState } from "react";
import { useWords } from "../../i18n/language.tsx";
import { type Photo, shrinkPhoto } from "./shrink-photo.ts";
import { microWords } from "./words.ts";

const most = 9;

type Props = { photos: readonly Photo[]; change: (photos: readonly Photo[]) => void };

export function PhotoField({ photos, change }: Props) {
  const words = useWords(microWords).photo;
  const input = useRef<HTMLInputElement>(null);
  const [note, setNote] = useState("");
  const add = async (files: readonly File[]) => {
    setNote(words.shrinking);
    const made = await Promise.all(files.slice(0, most - photos.length).map(shrinkPhoto));
    const good = made.filter((one): one is Photo => one !== null);
    setNote(good.length < made.length ? words.bad : made.length < files.length ? words.most : "");
    change([...photos, ...good]);
  };
  return (
    <div className="m-field">
      <span className="m-label">{words.label}</span>
      <div className="m-photos">
        {photos.map(({ preview }, i) => (
          <span key={preview} className="m-photo">
            <img src={preview} alt={words.alt(i + 1)} />
            <button
              type="button"
              aria-label={words.remove(i + 1)}
              onClick={() => change(photos.filter((_, n) => n !== i))}
            >
              ×
            </button>
          </span>
        ))}
      </div>
      <input
        ref={input}
        type="file"
        accept="image/*"
        multiple
        className="unseen"
        tabIndex={-1}
        aria-label={words.take}
        onChange={(event) => {
          void add([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
      <button
        type="button"
        className="m-button"
        disabled={photos.length >= most}
        onClick={() => input.current?.click()}
      >
        {words.take}
      </button>
      <span className="m-hint" role="status">
        {note}
      </span>
    </div>
  );
}
