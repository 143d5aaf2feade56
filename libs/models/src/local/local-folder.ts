import { existsSync } from 'node:fs';
import path from 'node:path';
import { LOCAL_RUNTIME } from './local-models.ts';

/** Where a local model and the program that runs it are kept. */
export interface LocalFolder {
  model: string;
  tokenizer: string;
  /** The folder in which the runtime was installed. */
  runtime: string;
}

/** Names become folders. */
const NAME = /^[a-z0-9][\w.-]*$/i;

/** The files of a model in a folder of models. Throws where the name is none. */
export function localFolder(models: string, name: string): LocalFolder {
  if (!NAME.test(name)) throw new Error(`"${name}" is no name of a model: letters, digits, "-", "_" and "."`);
  return {
    model: path.join(models, name, 'model.onnx'),
    tokenizer: path.join(models, name, 'tokenizer.json'),
    runtime: path.join(models, 'runtime'),
  };
}

/** The package of the runtime in a folder of models. */
export const runtimePackage = (runtime: string): string =>
  path.join(runtime, 'node_modules', LOCAL_RUNTIME.name);

/** Whether all that a model needs has been installed. */
export const isInstalled = ({ model, tokenizer, runtime }: LocalFolder): boolean =>
  [model, tokenizer, runtimePackage(runtime)].every((file) => existsSync(file));
