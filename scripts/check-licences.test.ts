import { expect, test } from 'vitest';
import { findingsIn } from './check-licences.ts';

test('a licence that asks for more than its text is found, whatever it stands beside', () => {
  const findings = findingsIn({
    '': {},
    'libs/own': {},
    'node_modules/@persona/own': { link: true },
    'node_modules/good': { license: 'MIT' },
    'node_modules/@scope/both': { license: 'MIT AND Apache-2.0' },
    'node_modules/choice': { license: '(GPL-3.0 OR MIT)' },
    'node_modules/tool': { license: 'MPL-2.0', dev: true },
    'node_modules/ssh2': { dev: true },
    'node_modules/a/node_modules/copyleft': { license: 'AGPL-3.0' },
    'node_modules/half': { license: 'MIT AND GPL-2.0' },
    'node_modules/mpl': { license: 'MPL-2.0' },
    'node_modules/lightningcss-linux-x64-gnu': { license: 'MPL-2.0' },
    'node_modules/silent': {},
  });
  expect(findings.map((finding) => finding.split(':')[0])).toEqual([
    'node_modules/a/node_modules/copyleft',
    'node_modules/half',
    'node_modules/mpl',
    'node_modules/silent',
  ]);
});
