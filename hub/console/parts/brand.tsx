/** The product's mark: a lane gate. */
import { useSpeech } from "../i18n/language.tsx";

export function Brand() {
  const { t } = useSpeech();
  return (
    <span className="brand">
      <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <path d="M3 22V10c0-5 4-8 9-8s9 3 9 8v12h-4V11c0-3-2-5-5-5s-5 2-5 5v11z" />
        <path d="M10.5 22v-6h3v6z" />
      </svg>
      {t.name}
    </span>
  );
}
