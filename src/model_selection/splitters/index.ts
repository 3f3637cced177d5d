export { GroupKFold, LeaveOneGroupOut, LeavePGroupsOut, StratifiedGroupKFold } from './group_split.js';
export { KFold, RepeatedKFold, RepeatedStratifiedKFold, StratifiedKFold } from './k_fold.js';
export { LeaveOneOut, LeavePOut } from './leave_out.js';
export { GroupShuffleSplit, ShuffleSplit, type Size, StratifiedShuffleSplit } from './shuffle_split.js';
export type { Fold, SplitOptions, Splitter } from './splitter.js';
export { PredefinedSplit, TimeSeriesSplit } from './time_and_predefined.js';
