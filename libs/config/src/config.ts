import path from 'node:path';
import { settings, type Environment, type Setting } from './settings.ts';

export interface Config extends Environment {
  readonly DOCUMENTS_URL: string;
  readonly SEARCH_URL: string;
  readonly BLOBS_URL: string;
  /** Absolute. */
  readonly PERSONA_DATA_DIR: string;
  /** Absolute. */
  readonly MODELS_DIR: string;
  /** Empty, or like `/persona`; PUBLIC_URL ends in it. */
  readonly BASE_PATH: string;
}

/** A variable with a wrong value; the message is for the person who set it. */
export class ConfigError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ConfigError';
  }
}

/**
 * Parses the environment into one frozen object. Throws a ConfigError that names every wrong variable and
 * what it must look like.
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, spec] of Object.entries(settings) as [string, Setting<unknown>][]) {
    const raw = unquoted(env[name]?.trim() ?? '') || spec.fallback;
    if (raw === undefined) {
      values[name] = undefined;
      continue;
    }
    try {
      values[name] = spec.parse(raw);
    } catch (error) {
      problems.push(`${name} ${(error as Error).message}${spec.secret ? '' : `, but is "${raw}"`}`);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  const parsed = values as unknown as Environment;
  if (parsed.PERSONA_AUTH === 'off' && !isLoopback(parsed.HOST)) {
    throw new ConfigError(
      `PERSONA_AUTH=off works on a loopback address only; set HOST=127.0.0.1 or remove PERSONA_AUTH (HOST is "${parsed.HOST}")`,
    );
  }
  const publicPath =
    parsed.PUBLIC_URL === undefined ? '' : new URL(parsed.PUBLIC_URL).pathname.replace(/\/+$/, '');
  const basePath = parsed.BASE_PATH ?? publicPath;
  if (publicPath !== '' && publicPath !== basePath)
    throw new ConfigError(
      `PUBLIC_URL ends in ${publicPath} and BASE_PATH is ${basePath}: give both the same path, or leave BASE_PATH out`,
    );
  if (parsed.PERSONA_AUTH === 'off' && (parsed.TRUST_PROXY.length > 0 || parsed.PUBLIC_URL !== undefined))
    throw new ConfigError(
      'PERSONA_AUTH=off is for this machine alone, and TRUST_PROXY and PUBLIC_URL are for others: remove PERSONA_AUTH, or those two',
    );
  const dataDir = path.resolve(parsed.PERSONA_DATA_DIR);
  const config: Config = {
    ...parsed,
    PERSONA_DATA_DIR: dataDir,
    BASE_PATH: basePath,
    PUBLIC_URL: parsed.PUBLIC_URL && new URL(parsed.PUBLIC_URL).origin + basePath,
    DOCUMENTS_URL: parsed.DOCUMENTS_URL ?? `sqlite:${path.join(dataDir, 'documents.db')}`,
    SEARCH_URL: parsed.SEARCH_URL ?? `sqlite:${path.join(dataDir, 'search')}`,
    MODELS_DIR: path.resolve(parsed.MODELS_DIR ?? path.join(dataDir, 'models')),
    BLOBS_URL: parsed.BLOBS_URL ?? `file:${path.join(dataDir, 'blobs')}`,
  };
  return Object.freeze(config);
}

/** What stands between quotes: some programs that pass variables on leave them. */
const unquoted = (raw: string): string => /^(["'])(.*)\1$/s.exec(raw)?.[2]?.trim() ?? raw;

/** Whether an address is reachable from this machine only. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}
