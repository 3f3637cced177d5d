import { DeviceError } from '../device_error.js';
import type { DeviceReport } from '../engine.js';
import type { Tensor, Tf } from './tf.js';

/** What a backend brings with it. */
export interface OpenBackend {
  readonly tf: Tf;
  /** The backend's name in tfjs. */
  readonly name: string;
  readonly device: DeviceReport;
  /** Whether its memory is apart from this process, so that data are better kept there. */
  readonly apart: boolean;
  /** Cells of X that may stay there; a default if undefined. */
  readonly residentCells?: number;
  /** Resolves with the reason when the device is lost; never rejects. */
  readonly lost?: Promise<string>;
  /** The first error that the device reported by itself, if any. */
  readonly failure?: () => string | undefined;
  /** Gives back what opening took. */
  readonly close: () => void;
}

/** What this engine reads of tfjs's own state. */
interface TfState {
  readonly backendName?: string | null;
  readonly backendInstance?: object | null;
  readonly registry?: Readonly<Record<string, object>>;
}

/** The backend that is set, without making tfjs choose one. */
function currentBackend(engine: TfState): string | undefined {
  return engine.backendName ?? undefined;
}

/** The backend that the owner of tfjs has set, whatever trainings of this moment have set since. */
export function ownersBackend(engine: object): string | undefined {
  const user = users.get(engine);
  return user ? user.before : currentBackend(engine);
}

/** Sessions on each instance of tfjs, and the backend that its owner had set before the first of them. */
const users = new WeakMap<object, { count: number; before: string | undefined }>();

/** A training's hold on a backend: makes it current when needed, reads safely, leaves tfjs as it was. */
export class TfSession {
  readonly tf: Tf;
  readonly device: DeviceReport;
  readonly apart: boolean;
  readonly residentCells: number | undefined;
  readonly #backend: OpenBackend;
  readonly #estimator: string;
  #lost: string | undefined;
  #closed = false;

  /** `before` is the backend that was set before this one was opened. */
  constructor(backend: OpenBackend, estimator: string, before: string | undefined) {
    this.#backend = backend;
    this.#estimator = estimator;
    this.tf = backend.tf;
    this.device = backend.device;
    this.apart = backend.apart;
    this.residentCells = backend.residentCells;
    backend.lost?.then((reason) => {
      this.#lost = reason;
    });
    const engine = backend.tf.engine();
    const user = users.get(engine) ?? { count: 0, before };
    user.count++;
    users.set(engine, user);
  }

  /** Makes the backend the current one: others may have changed it while this training waited. */
  enter(): void {
    this.check();
    const { name } = this.#backend;
    const { backendName, backendInstance, registry } = this.tf.engine() as TfState;
    // Where another backend was being started, the name may be set already and the backend not yet.
    if (backendName === name && (!registry || backendInstance === registry[name])) return;
    // With the backend already made, setBackend has done its work when it returns.
    void this.tf.setBackend(name);
  }

  /** The values of a tensor, when the device has computed them. */
  async read(tensor: Tensor): Promise<Float32Array> {
    this.check();
    const { lost } = this.#backend;
    const values = tensor.data();
    if (!lost) return await values;
    values.catch(() => undefined);
    // A lost device may never answer.
    const gone = Symbol('gone');
    const result = await Promise.race([values, lost.then(() => gone)]);
    this.check();
    return result as Float32Array;
  }

  /** @throws DeviceError when the device has failed. */
  check(): void {
    const reason = this.#lost ?? this.#backend.failure?.();
    if (reason === undefined) return;
    const memory = /memory/i.test(reason);
    throw new DeviceError(
      `${this.#estimator}: the device ${this.device.description || this.device.backend} ${memory ? 'ran out of memory' : 'failed'} during training (${reason}). ${memory ? "Lower batchSize, or use device: 'cpu'." : "Fit again, or use device: 'cpu'."}`,
      {
        estimator: this.#estimator,
        parameter: 'device',
        received: reason,
        remedy: memory ? 'lower batchSize' : 'fit again',
      },
    );
  }

  /** Gives the backend back; the last session on an instance of tfjs sets the owner's backend again. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const engine = this.tf.engine();
    const user = users.get(engine);
    this.#backend.close();
    if (!user || --user.count > 0) return;
    users.delete(engine);
    const { before } = user;
    if (before) {
      if (before !== currentBackend(engine)) void this.tf.setBackend(before);
    } else {
      // Nobody had chosen a backend: as before, tfjs chooses one when it is used.
      Object.assign(engine, { backendName: null, backendInstance: null });
    }
  }
}
