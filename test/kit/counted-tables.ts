/** For tests: tables that note which devices were written and how often all of them were asked for. */
import type { Store, Tables } from "../../hub/store/store.ts";

export type Counts = { written: string[]; lists: number };

export function countedTables(tables: Tables, counts: Counts): Tables {
  const { devices } = tables;
  return {
    ...tables,
    devices: {
      ...devices,
      async putDocument(gateway, document) {
        const isOther = await devices.putDocument(gateway, document);
        if (isOther) counts.written.push(document.id);
        return isOther;
      },
      list(gateway) {
        counts.lists += 1;
        return devices.list(gateway);
      },
    },
  };
}

export function countedStore(store: Store, counts: Counts): Store {
  return { ...store, transaction: (work) => store.transaction((tables) => work(countedTables(tables, counts))) };
}
