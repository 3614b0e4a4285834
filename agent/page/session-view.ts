/** What the page knows of who is signed in, and who could be. */
export type SessionView = {
  name: string | null;
  people: { name: string; isTechnician: boolean }[];
  isTechnician: boolean;
  /** Where the PIN of the first start lies, while nobody but its technician is known. */
  firstPin: string | null;
};
