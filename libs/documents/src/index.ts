export { catalogue, type EntitySpec } from './catalogue.ts';
export type * from './document-store.ts';
export { grantScope, installScope } from './scope.ts';
