/** How far long-running work has come: one small document a name. */

export type Marks = {
  read<Mark>(name: string): Promise<Mark | null>;
  put(name: string, mark: unknown): Promise<void>;
};
