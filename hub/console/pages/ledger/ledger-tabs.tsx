/** The kinds of ledgers, as links above each of their pages. */
import { Link } from "wouter";
import { useMe } from "../../client/queries.ts";
import { useWords } from "../../i18n/language.tsx";
import { mayEnter } from "../../shell/links.ts";
import { ledgersWords } from "./words.ts";

/** The books are about the whole street. */
type Tab = { id: string; href: string; sight?: "everything"; name: (words: (typeof ledgersWords)["zh-CN"]) => string };

/** A ledger kept elsewhere adds its line here. */
const tabs: Tab[] = [
  { id: "operations", href: "/ledger", sight: "everything", name: ({ operations }) => operations },
  { id: "people", href: "/ledger/people", sight: "everything", name: ({ people }) => people },
];

export function LedgerTabs({ here }: { here: string }) {
  const words = useWords(ledgersWords);
  const me = useMe().data;
  const shown = tabs.filter((tab) => me && mayEnter(me, tab));
  if (shown.length < 2) return null;
  return (
    <nav className="filters ledger-tabs" aria-label={words.tabs}>
      {shown.map(({ id, href, name }) => (
        <Link key={id} href={href} className="filter" aria-current={id === here ? "true" : undefined}>
          {name(words)}
        </Link>
      ))}
    </nav>
  );
}
