export type * from './producer.ts';
