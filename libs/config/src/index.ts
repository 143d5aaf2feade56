export { ConfigError, isLoopback, loadConfig, type Config } from './config.ts';
export { settings, type Setting, type SettingName } from './settings.ts';
