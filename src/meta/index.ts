export type { NamedMember } from './base/named_members.js';
export * from './voting/index.js';
