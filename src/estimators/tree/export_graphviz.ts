import { argmax, type ExportableTree, rounded, TreeView } from './tree_view.js';

/** Options of `exportGraphviz`. */
export interface ExportGraphvizOptions {
  /** Levels shown; all when left out. */
  readonly maxDepth?: number;
  /** Names of the columns; those seen in fit, or x[0], x[1], ... when left out. */
  readonly featureNames?: readonly string[];
  /** Names of the classes in the order of `classes`, or true for y[0], y[1], ...; none when left out. */
  readonly classNames?: readonly string[] | true;
  /** Where 'samples = ' and the like are written: in all nodes, in the root, or nowhere. Default 'all'. */
  readonly label?: 'all' | 'root' | 'none';
  /** Colour nodes by their class or value. Default false. */
  readonly filled?: boolean;
  /** Draw all leaves at the bottom. Default false. */
  readonly leavesParallel?: boolean;
  /** Show impurities. Default true. */
  readonly impurity?: boolean;
  /** Show node numbers. Default false. */
  readonly nodeIds?: boolean;
  /** Show shares instead of counts. Default false. */
  readonly proportion?: boolean;
  /** Draw from left to right. Default false. */
  readonly rotate?: boolean;
  /** Draw boxes with rounded corners. Default false. */
  readonly rounded?: boolean;
  /** Write HTML labels with special characters. Default false. */
  readonly specialCharacters?: boolean;
  /** Decimals. Default 3. */
  readonly precision?: number;
  /** Default 'helvetica'. */
  readonly fontname?: string;
}

/**
 * A fitted tree in Graphviz's DOT language; render it with `dot -Tsvg`. Reference: scikit-learn export_graphviz.
 * @throws InvalidInputError when the estimator is no fitted tree.
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const tree = await new DecisionTreeClassifier({ maxDepth: 2, randomState: 0 }).fit(data, target);
 * exportGraphviz(tree, { filled: true }).startsWith('digraph Tree {'); // true
 * ```
 */
export function exportGraphviz(decisionTree: ExportableTree, options: ExportGraphvizOptions = {}): string {
  const view = new TreeView(
    decisionTree,
    options.featureNames ?? decisionTree.featureNamesIn,
    'exportGraphviz',
  );
  const { tree } = view;
  const {
    maxDepth = Number.POSITIVE_INFINITY,
    leavesParallel = false,
    filled = false,
    rotate = false,
  } = options;
  const [open, close] = options.specialCharacters ? ['<', '>'] : ['"', '"'];
  const colour = filled ? painter(view) : undefined;
  const ranks = new Map<string, number[]>();
  const lines = header(options);

  function show(node: number, parent: number, depth: number): void {
    const shown = depth <= maxDepth;
    const rank = view.isLeaf(node) || !shown ? 'leaves' : String(depth);
    ranks.set(rank, [...(ranks.get(rank) ?? []), node]);
    const text = shown ? nodeText(view, node, options) : '(...)';
    const fill = colour ? `, fillcolor="${shown ? colour(node) : '#C0C0C0'}"` : '';
    lines.push(`${node} [label=${open}${text}${close}${fill}] ;`);
    if (parent >= 0) {
      const isLeft = tree.left[parent] === node;
      const angle = (isLeft ? 45 : -45) * (rotate ? -1 : 1);
      const note = `[labeldistance=2.5, labelangle=${angle}, headlabel="${isLeft ? 'True' : 'False'}"] `;
      lines.push(`${parent} -> ${node} ${parent === 0 && shown ? note : ''};`);
    }
    if (!shown || view.isLeaf(node)) return;
    show(tree.left[node], node, depth + 1);
    show(tree.right[node], node, depth + 1);
  }

  show(0, -1, 0);
  if (leavesParallel) {
    for (const rank of [...ranks.keys()].sort()) lines.push(`{rank=same ; ${ranks.get(rank)?.join('; ')}} ;`);
  }
  return `${lines.join('\n')}\n}`;
}

function header(options: ExportGraphvizOptions): string[] {
  const { fontname = 'helvetica' } = options;
  const styles = [options.filled && 'filled', options.rounded && 'rounded'].filter(Boolean);
  const style = styles.length > 0 ? `, style="${styles.join(', ')}", color="black"` : '';
  return [
    'digraph Tree {',
    `node [shape=box${style}, fontname="${fontname}"] ;`,
    ...(options.leavesParallel ? ['graph [ranksep=equally, splines=polyline] ;'] : []),
    `edge [fontname="${fontname}"] ;`,
    ...(options.rotate ? ['rankdir=LR ;'] : []),
  ];
}

function nodeText(view: TreeView, node: number, options: ExportGraphvizOptions): string {
  const { label = 'all', precision = 3, impurity = true, nodeIds = false, proportion = false } = options;
  const special = options.specialCharacters ?? false;
  const { tree, outputs, source } = view;
  const named = label === 'all' || (label === 'root' && node === 0);
  const lines: string[] = [];
  const index = (letter: string, i: number): string =>
    special ? `${letter}<SUB>${i}</SUB>` : `${letter}[${i}]`;
  const safe = (text: string): string =>
    special
      ? text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
      : text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
  if (nodeIds) lines.push(`${named ? 'node ' : ''}${special ? '&#35;' : '#'}${node}`);
  if (!view.isLeaf(node)) {
    const f = tree.feature[node];
    const name = view.featureNames ? safe(view.featureNames[f]) : index('x', f);
    const categories = view.categoriesLeft(node);
    const rule = `${special ? '&le;' : '<='} ${rounded(tree.threshold[node], precision)}`;
    lines.push(`${name} ${categories ? `in {${categories.join(', ')}}` : rule}`);
  }
  if (impurity) {
    lines.push(`${named ? `${source.params.criterion} = ` : ''}${rounded(tree.impurity[node], precision)}`);
  }
  const share = (100 * tree.nNodeSamples[node]) / tree.nNodeSamples[0];
  const samples = proportion ? `${rounded(share, 1)}%` : String(tree.nNodeSamples[node]);
  lines.push(`${named ? 'samples = ' : ''}${samples}`);
  lines.push(
    `${named ? 'value = ' : ''}${valueText(view, node, options).replaceAll('\n', special ? '<br/>' : '\\n')}`,
  );
  if (options.classNames && outputs?.length === 1) {
    const best = argmax(view.values(node)[0]);
    const name = options.classNames === true ? index('y', best) : safe(options.classNames[best] ?? '');
    lines.push(`${named ? 'class = ' : ''}${name}`);
  }
  return lines.join(special ? '<br/>' : '\\n');
}

function valueText(
  view: TreeView,
  node: number,
  { precision = 3, proportion = false }: ExportGraphvizOptions,
): string {
  const weight = view.tree.weightedNNodeSamples[node];
  const values = view
    .values(node)
    .map((row) => (view.outputs && proportion ? row.map((v) => v / weight) : row));
  const whole = view.outputs && !proportion && values.flat().every(Number.isInteger);
  const show = (value: number): string => (whole ? String(value) : rounded(value, precision));
  if (!view.outputs && values.length === 1) return show(values[0][0]);
  const rows = values.map((row) => `[${row.map(show).join(', ')}]`);
  return rows.length === 1 ? rows[0] : `[${rows.join('\n')}]`;
}

/** The colour of each node: the hue says the class, the strength how pure the node or how large its value is. */
function painter(view: TreeView): (node: number) => string {
  const { tree, outputs } = view;
  const hues = wheel(outputs?.length === 1 ? outputs[0].length : (outputs?.[0].length ?? 1));
  const byClass = outputs?.length === 1;
  const level = (node: number): number =>
    !outputs && view.source.nOutputs === 1 ? tree.value[node] : -tree.impurity[node];
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let node = 0; node < tree.feature.length; node++) {
    lowest = Math.min(lowest, level(node));
    highest = Math.max(highest, level(node));
  }
  return (node) => {
    if (!byClass) return blend(hues[0], highest > lowest ? (level(node) - lowest) / (highest - lowest) : 0);
    const shares = view.values(node)[0].map((value) => value / tree.weightedNNodeSamples[node]);
    const [first, second] = [...shares].sort((a, b) => b - a);
    const strength = shares.length === 1 ? 0 : (first - second) / (1 - second);
    return blend(hues[argmax(shares)], strength);
  };
}

/** `n` colours around the wheel of hues, of saturation 0.75 and value 0.9. */
function wheel(n: number): [number, number, number][] {
  const chroma = 0.75 * 0.9;
  const base = 0.9 - chroma;
  return Array.from({ length: n }, (_, i) => {
    const sector = Math.trunc(25 + (360 / n) * i) / 60;
    const other = chroma * (1 - Math.abs((sector % 2) - 1));
    const sectors: [number, number, number][] = [
      [chroma, other, 0],
      [other, chroma, 0],
      [0, chroma, other],
      [0, other, chroma],
      [other, 0, chroma],
      [chroma, 0, other],
      [chroma, other, 0],
    ];
    return sectors[Math.trunc(sector)].map((part) => Math.trunc(255 * (part + base))) as [
      number,
      number,
      number,
    ];
  });
}

/** A colour on white, between white (0) and itself (1). */
function blend(colour: readonly number[], strength: number): string {
  const parts = colour.map((part) => Math.round(strength * part + (1 - strength) * 255));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
