export { ConfigError, isLoopback, loadConfig, type Config } from './config.ts';
export { loadEnvFile, readEnvFile } from './env-file.ts';
export { unknownNames, unknownNameText, type UnknownName } from './unknown-names.ts';
export { keepPrivate } from './keep-private.ts';
export { parseOrigin } from './parse-origin.ts';
export { requireDocuments } from './require-documents.ts';
export { settings, type Setting, type SettingName } from './settings.ts';
