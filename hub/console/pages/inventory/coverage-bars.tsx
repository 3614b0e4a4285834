/** Bars of known, online, healthy and shared, one group a row; the numbers stand beside them. */
import { Link } from "wouter";
import { useWords } from "../../i18n/language.tsx";
import { inventoryWords } from "./words.ts";

type Row = {
  key: string;
  name: string;
  known: number;
  connected: number;
  healthy: number;
  shared: number;
  href: string | null;
};

const parts = ["connected", "healthy", "shared"] as const;

export function CoverageBars({ rows }: { rows: readonly Row[] }) {
  const words = useWords(inventoryWords);
  return (
    <ul className="coverage-rows">
      {rows.map((row) => (
        <li key={row.key}>
          <span className="coverage-name">
            {row.href === null ? row.name : <Link href={row.href}>{row.name}</Link>}
            <b className="number">
              {words.counts.known} {row.known}
            </b>
          </span>
          <span className="coverage-parts">
            {parts.map((part) => (
              <span key={part} className="coverage-part">
                <span>
                  {words.counts[part]} <b className="number">{row[part]}</b>
                </span>
                <progress
                  className={`bar bar-${part}`}
                  max={Math.max(1, row.known)}
                  value={row[part]}
                  aria-label={words.counts[part]}
                />
              </span>
            ))}
          </span>
        </li>
      ))}
    </ul>
  );
}
