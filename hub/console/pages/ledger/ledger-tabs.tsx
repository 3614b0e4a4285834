/** The kinds of ledgers, as links above each of their pages. */
import { Link } from "wouter";
import { useWords } from "../../i18n/language.tsx";
import { ledgersWords } from "./words.ts";

type Tab = { id: string; href: string; name: (words: (typeof ledgersWords)["zh-CN"]) => string };

/** A ledger kept elsewhere adds its line here. */
const tabs: Tab[] = [
  { id: "loss", href: "/ledger", name: ({ loss }) => loss },
  { id: "operations", href: "/ledger/operations", name: ({ operations }) => operations },
  { id: "people", href: "/ledger/people", name: ({ people }) => people },
];

export function LedgerTabs({ here }: { here: string }) {
  const words = useWords(ledgersWords);
  return (
    <nav className="filters ledger-tabs" aria-label={words.tabs}>
      {tabs.map(({ id, href, name }) => (
        <Link key={id} href={href} className="filter" aria-current={id === here ? "true" : undefined}>
          {name(words)}
        </Link>
      ))}
    </nav>
  );
}
