import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError, isLoopback, loadConfig } from './config.ts';

describe('loadConfig', () => {
  test('an empty environment is a whole, frozen configuration on embedded stores', () => {
    const config = loadConfig({});
    expect(config.PORT).toBe(3000);
    expect(config.DOCUMENTS_URL).toBe(`sqlite:${path.resolve('data/documents.db')}`);
    expect(config.OPENAI_API_KEY).toBeUndefined();
    expect(Object.isFrozen(config)).toBe(true);
  });

  test('an empty value counts as unset', () => {
    expect(loadConfig({ PORT: '', REDIS_URL: ' ' })).toMatchObject({ PORT: 3000, REDIS_URL: undefined });
  });

  test('every wrong variable is named at once, secrets without their value', () => {
    const load = () =>
      loadConfig({ PORT: 'http', DOCUMENTS_URL: 'postgres://x', PERSONA_ADMIN_KEY: 'hunter2' });
    expect(load).toThrow(ConfigError);
    expect(load).toThrow(/PORT must be a whole number.*\n?.*DOCUMENTS_URL|DOCUMENTS_URL[^]*PORT/);
    expect(load).not.toThrow(/hunter2/);
  });

  test('CORS_ORIGINS are origins, as browsers write them', () => {
    const CORS_ORIGINS = 'https://App.example/, http://localhost:5173,, capacitor://localhost';
    expect(loadConfig({ CORS_ORIGINS }).CORS_ORIGINS).toEqual([
      'https://app.example',
      'http://localhost:5173',
      'capacitor://localhost',
    ]);
    expect(loadConfig({ CORS_ORIGINS: '*' }).CORS_ORIGINS).toEqual(['*']);
    for (const wrong of ['app.example', 'https://app.example/path', '*.example', 'https://'])
      expect(() => loadConfig({ CORS_ORIGINS: wrong })).toThrow(/CORS_ORIGINS must be origins like/);
  });

  test.each(['0.0.0.0', '192.168.1.4', '::', 'example.org', '127.0.0.1.example.org'])(
    'PERSONA_AUTH=off is refused on %s',
    (HOST) => {
      expect(() => loadConfig({ PERSONA_AUTH: 'off', HOST })).toThrow(/loopback/);
    },
  );

  test.each(['127.0.0.1', '127.0.0.53', '::1', 'localhost'])('PERSONA_AUTH=off works on %s', (HOST) => {
    expect(loadConfig({ PERSONA_AUTH: 'off', HOST }).PERSONA_AUTH).toBe('off');
    expect(isLoopback(HOST)).toBe(true);
  });
});
