/** One box that finds pages, places, devices and tickets. [WAI-ARIA APG, combobox with a list] */
import { SearchOutlined } from "@ant-design/icons";
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import { useLocation } from "wouter";
import type { Me } from "../../http/views.ts";
import { useWords } from "../i18n/language.tsx";
import { type Hit, useHits } from "./use-hits.ts";
import { shellWords } from "./words.ts";

/** `folded`: only an icon until it has the focus. */
export function Search({ me, folded = false }: { me: Me; folded?: boolean }) {
  const words = useWords(shellWords).search;
  const list = useId();
  const [, go] = useLocation();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const { hits, note } = useHits(me, text);
  const shown = open && text.trim() !== "";
  const choose = (hit: Hit | undefined) => {
    if (!hit) return;
    setText("");
    setOpen(false);
    field.current?.blur();
    go(hit.href);
  };
  const press = (event: KeyboardEvent) => {
    const act = pressed[event.key]?.(at, hits.length);
    if (act === undefined) return;
    event.preventDefault();
    if (typeof act === "number") setAt(act);
    else if (act === "choose") choose(hits[at]);
    else if (text !== "") setText("");
    else field.current?.blur();
  };
  return (
    <search className={folded ? "search search-folded" : "search"}>
      <SearchOutlined aria-hidden />
      <input
        ref={field}
        id="search"
        type="search"
        role="combobox"
        autoComplete="off"
        aria-label={words.label}
        aria-expanded={shown}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={shown && hits[at] ? `${list}-${at}` : undefined}
        placeholder={words.hint}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={press}
      />
      <kbd aria-hidden>/</kbd>
      {shown && (
        <Results list={list} hits={hits} at={at} choose={choose}>
          {note}
        </Results>
      )}
    </search>
  );
}

const pressed: Record<string, (at: number, count: number) => number | "choose" | "leave"> = {
  ArrowDown: (at, count) => Math.min(at + 1, Math.max(0, count - 1)),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Enter: () => "choose",
  Escape: () => "leave",
};

type ResultsProps = { list: string; hits: Hit[]; at: number; choose: (hit: Hit) => void; children: ReactNode };

/** The focus stays in the field: a mouse chooses before it is lost. */
function Results({ list, hits, at, choose, children }: ResultsProps) {
  const words = useWords(shellWords).search;
  return (
    <div className="search-results">
      <div id={list} role="listbox" aria-label={words.label}>
        {hits.map((hit, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys go to the field
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus
          <div
            key={hit.href}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === at}
            className="search-hit"
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(hit)}
          >
            <span className="search-kind">{hit.kind}</span>
            <span className="search-text">
              <b>{hit.title}</b>
              {hit.place !== "" && <span>{hit.place}</span>}
            </span>
          </div>
        ))}
      </div>
      <p role="status" className="search-note">
        {children}
      </p>
    </div>
  );
}
