/** The ledgers 台账: the books of operations and of people. */
import { Link } from "wouter";
import type { LedgerBookView } from "../../../ledgers/views.ts";
import { useSpeech, useWords } from "../../i18n/language.tsx";
import { Failure } from "../../parts/failure.tsx";
import { Page } from "../../parts/page.tsx";
import { Waiting } from "../../parts/waiting.tsx";
import { NotFoundPage } from "../not-found-page.tsx";
import { BookEntries } from "./book-entries.tsx";
import { LedgerTabs } from "./ledger-tabs.tsx";
import { useBooks } from "./queries.ts";
import { ledgersWords } from "./words.ts";

export default function LedgersPage({ tab = "operations", book }: { tab?: string; book?: string }) {
  return tab === "operations" || tab === "people" || tab === "book" ? (
    <Books tab={tab} book={book} />
  ) : (
    <NotFoundPage />
  );
}

function Books({ tab, book: wanted }: { tab: "operations" | "people" | "book"; book: string | undefined }) {
  const words = useWords(ledgersWords);
  const { say } = useSpeech();
  const { data, error, refetch } = useBooks();
  const book = tab === "book" ? data?.find(({ id }) => id === wanted) : data?.find(({ group }) => group === tab);
  const group = tab === "book" ? book?.group : tab;
  if (data && tab === "book" && book === undefined) return <NotFoundPage />;
  return (
    <Page title={book ? say(book.title) : words.operations} lead={book ? say(book.about) : ""}>
      <LedgerTabs here={group ?? ""} />
      {error && !data && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Waiting rows={6} />}
      {data && <BookLinks books={data.filter((each) => each.group === group)} here={book?.id} />}
      {book && <BookEntries key={book.id} book={book} />}
    </Page>
  );
}

function BookLinks({ books, here }: { books: LedgerBookView[]; here: string | undefined }) {
  const words = useWords(ledgersWords);
  const { say } = useSpeech();
  return (
    <nav className="filters book-links" aria-label={words.books}>
      {books.map(({ id, title, entries, due }) => (
        <Link key={id} href={`/ledger/book/${id}`} className="filter" aria-current={id === here ? "true" : undefined}>
          {say(title)}
          {entries > 0 && <span className="dim">{entries}</span>}
          {due > 0 && <b className="week-bad">{words.due(due)}</b>}
        </Link>
      ))}
    </nav>
  );
}
