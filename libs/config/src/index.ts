export { ConfigError, isLoopback, loadConfig, type Config } from './config.ts';
export { parseOrigin } from './parse-origin.ts';
export { settings, type Setting, type SettingName } from './settings.ts';
