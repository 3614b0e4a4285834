/** Transactions on one connection, one at a time, in the order in which they were asked for. */
import type { Connection } from "./connection.ts";

/** Called in the moment in which a transaction ended, before anything else runs. */
export type Ends = { committed(): void; undone(): void };

export type Turns = {
  transaction<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Closes the connection after those that were asked for before. */
  close(): Promise<void>;
};

export function turnsOn(connection: Connection, { committed, undone }: Ends): Turns {
  let last: Promise<unknown> = Promise.resolve();
  let closing: Promise<void> | null = null;
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
  const whole = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    connection.prepare("BEGIN").run();
    try {
      const result = await work();
      connection.prepare("COMMIT").run();
      committed();
      return result;
    } catch (error) {
      // A rollback that SQLite has done by itself is not asked for again: its complaint would hide why it did.
      if (connection.isTransaction()) connection.prepare("ROLLBACK").run();
      undone();
      throw error;
    }
  };
  return {
    transaction: (work) => inTurn(() => whole(work)),
    close: () => (closing ??= inTurn(async () => connection.close())),
  };
}
