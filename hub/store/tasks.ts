/** What somebody has to do because the hub cannot go on by itself: one open task for each subject of a kind. */
import type { Bilingual } from "../../core/point.ts";
import type { Page, PageWish } from "./page.ts";

/** `technician` mends devices and their data, `operator` cases, `administrator` the hub and its tables. */
export type TaskFor = "technician" | "operator" | "administrator";

export type TaskRow = {
  id: string;
  /** A fault's code, or what is to be done. */
  kind: string;
  /** What it is about: a device, a ticket, a table. */
  subject: string;
  for: TaskFor;
  /** What is wrong and what to do, in words. */
  text: Bilingual;
  at: number;
  /** How often it was asked for while open. */
  count: number;
  doneAt: number | null;
  doneBy: string | null;
  note: string | null;
  /** Nobody's answer is waited for after this. */
  dueAt: number | null;
};

export type TaskWish = Pick<TaskRow, "kind" | "subject" | "for" | "text"> & { dueAt?: number };

export type TaskFilter = {
  state?: "open" | "all" | undefined;
  q?: string | undefined;
  /** Of one of these kinds. */
  kinds?: readonly string[] | undefined;
  for?: TaskFor | undefined;
  /** One of these: where its ticket is, else its device or gateway. What is nobody's lies nowhere. */
  areas?: readonly string[] | undefined;
  from?: number | undefined;
  to?: number | undefined;
};

export type Tasks = {
  /** Opens it, or counts up the one that is open. Returns its id. */
  raise(wish: TaskWish, now: number): Promise<string>;
  /** Null also where it lies in none of the areas that are given. */
  find(id: string, areas?: readonly string[]): Promise<TaskRow | null>;
  page(ask: TaskFilter & PageWish<"newest">): Promise<Page<TaskRow>>;
  /** Newest first. */
  list(which: "open" | "all", limit: number): Promise<TaskRow[]>;
  /** The open ones of a kind, oldest first. */
  openOf(kind: string): Promise<TaskRow[]>;
  /** Whether one of this kind about this subject is open. */
  isOpen(kind: string, subject: string): Promise<boolean>;
  /** Ends it; false when it is over already. */
  finish(id: string, by: string, note: string | null, now: number): Promise<boolean>;
  /** Ends the open one of this subject, because what it asked for has come about. */
  settle(kind: string, subject: string, by: string, now: number): Promise<void>;
};
