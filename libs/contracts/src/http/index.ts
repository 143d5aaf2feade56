export * from './common.ts';
export * from './instances.ts';
export * from './jobs.ts';
export * from './keys.ts';
