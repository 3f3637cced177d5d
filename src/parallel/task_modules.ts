import { InvalidInputError, InvalidParameterError } from '../core/errors.js';
import type { Task } from './task.js';

/** Where the code of this package lies, as this thread sees it and as workers import it. */
export interface CodeLayout {
  /** The folder that holds `parallel/`, as a URL ending in '/'. */
  readonly root: string;
  /** The folder of the built JavaScript; another than `root` when TypeScript sources run unbuilt. */
  readonly builtRoot: string;
}

const FILE_NAME = /\/parallel\/task_modules\.(js|ts)$/;

/**
 * The layout told by this module's own URL, or undefined when there is none: a bundler has merged the modules
 * into one file, or they do not come from a file system. When sources run as TypeScript (a test runner, a
 * loader), workers import the JavaScript that `npm run build` left in `dist/`.
 */
export function codeLayout(here: string = import.meta.url): CodeLayout | undefined {
  const url = withoutQuery(here);
  const match = FILE_NAME.exec(url);
  if (!url.startsWith('file:') || !match) return undefined;
  const root = new URL('../', url).href;
  return { root, builtRoot: match[1] === 'ts' ? new URL('../dist/', root).href : root };
}

const registered = new Set<string>();

/**
 * Allows workers to import a module of yours that exports tasks. Only registered modules and learnkit's own
 * are ever imported, so call it in the application, with a URL that you know: `import.meta.url`.
 * @throws InvalidParameterError when the URL is not a `file:` URL.
 *
 * @example
 * ```ts
 * registerTaskModule('file:///app/tasks.js'); // import.meta.url of the module that exports the tasks
 * ```
 */
export function registerTaskModule(url: string | URL): void {
  const parsed = URL.canParse(String(url)) ? new URL(url) : undefined;
  if (parsed?.protocol !== 'file:') {
    throw new InvalidParameterError(
      `registerTaskModule: a module is named by a file: URL. Got '${String(url)}'. Pass import.meta.url.`,
      { estimator: 'registerTaskModule', parameter: 'url', received: String(url), remedy: 'import.meta.url' },
    );
  }
  registered.add(parsed.href);
}

/**
 * The URL from which a worker imports the task's module.
 * @throws InvalidInputError when the module is neither learnkit's own nor registered.
 */
export function workerModuleUrl(task: Task<never, never, unknown>, layout: CodeLayout): string {
  const href = URL.canParse(task.moduleUrl) ? new URL(task.moduleUrl).href : '';
  if (registered.has(href)) return href;
  const own = withoutQuery(href);
  if (own.startsWith(layout.builtRoot)) return own;
  if (own.startsWith(layout.root)) {
    return layout.builtRoot + own.slice(layout.root.length).replace(/\.ts$/, '.js');
  }
  throw new InvalidInputError(
    `Task '${task.name}': its module is not known to workers. Got '${task.moduleUrl}'. Call registerTaskModule(import.meta.url) in that module.`,
    { estimator: task.name, received: task.moduleUrl, remedy: 'registerTaskModule(import.meta.url)' },
  );
}

function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/, '');
}
