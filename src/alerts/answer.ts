/** How one attempt to send something ended. Never thrown: a receiver that fails is no failure of ours. */
export interface Answer {
  /** The HTTP status, or the reply code of the mail server; null when none came. */
  status: number | null;
  /** What went wrong, in a sentence for the subscriber; null: the receiver has it. */
  fault: string | null;
  /** Seconds after which the receiver wants to be asked again; null: it said nothing of that. */
  retryAfter: number | null;
  milliseconds: number;
}
