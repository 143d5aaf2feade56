export * from './chat.ts';
export * from './entities.ts';
export * from './errors.ts';
export * from './http/index.ts';
export * from './derived-id.ts';
export * from './ids.ts';
export * from './jobs.ts';
export * from './startup-error.ts';
