import type { Parcel } from './parcel.js';
import type { ErrorRecord } from './remote_errors.js';
import type { WarningRecord } from './remote_warnings.js';

/** What the pool sends to a worker. */
export type ToWorker =
  | {
      readonly kind: 'run';
      /** The call and the item that the answer is for. */
      readonly call: number;
      readonly index: number;
      readonly item: Parcel;
      /** The task and what its items share: sent with the first item of a call that a worker gets. */
      readonly setup?: CallSetup;
    }
  | { readonly kind: 'forget'; readonly call: number };

/** What a worker needs to know once per call. */
export interface CallSetup {
  readonly taskName: string;
  readonly moduleUrl: string;
  readonly shared: Parcel;
}

/** What a worker sends back. */
export type FromWorker = { readonly call: number; readonly index: number } & (
  | { readonly kind: 'result'; readonly result: Parcel; readonly warnings: readonly WarningRecord[] }
  | { readonly kind: 'error'; readonly error: ErrorRecord; readonly warnings: readonly WarningRecord[] }
  | { readonly kind: 'progress'; readonly done: number; readonly total: number; readonly what: string }
);
