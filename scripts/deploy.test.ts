// What stands in deploy/ and docker-compose.yml: no password that everybody knows.
import { execFile } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  globSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { parseEnv, promisify } from 'node:util';
import { loadConfig, settings } from '@persona/config';
import { tempFolder } from '@persona/testing';
import { expect, onTestFinished, test } from 'vitest';
import { parseAllDocuments } from 'yaml';

const run = promisify(execFile);
const root = path.dirname(import.meta.dirname);
const compose = readFileSync(path.join(root, 'docker-compose.yml'), 'utf8');
/** `${NAME:-default}`, `${NAME:?message}` or `${NAME}`. */
const variables = [...compose.matchAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g)].map(
  ([, name = '', kind, rest]) => ({ name, kind, rest }),
);
const isSecret = (name: string): boolean => /PASSWORD|SECRET|TOKEN$|API_KEY|ADMIN_KEY/.test(name);
/** Nothing is guarded by these where they are not set. */
const isOptional = (name: string): boolean =>
  name === 'PERSONA_ADMIN_KEY' || /^(?!SEARCH_)\w+_API_KEY$/.test(name);
const needed = new Set(
  variables.filter(({ name }) => isSecret(name) && !isOptional(name)).map(({ name }) => name),
);

test('docker-compose.yml has no password of its own', () => {
  expect(needed.size).toBe(5);
  for (const { name, kind, rest } of variables.filter((one) => isSecret(one.name)))
    expect([name, kind, rest]).toEqual([
      name,
      ...(isOptional(name) ? ['-', ''] : ['?', 'make it with sh deploy/secrets.sh']),
    ]);
  // Nor one that is written down beside a name.
  expect(compose).not.toMatch(/^ *\w*(?:PASSWORD|SECRET|TOKEN|API_KEY)\w*: (?!\$\{|'\$\{)\S/m);
});

/** The services of the file by name, as text, with what they inherit by `<<: *name`. */
const services = new Map(
  [
    ...compose.slice(compose.indexOf('\nservices:\n')).matchAll(/^ {2}(\w[\w-]*):(.*\n(?: {4}.*\n|\n)*)/gm),
  ].map(([, name = '', text = '']) => [name, text]),
);
const shared = /^x-service: &service\n(?: {2}.*\n)*/m.exec(compose)?.[0] ?? '';
const wholeOf = (name: string): string => {
  const text = services.get(name) ?? '';
  const base = /<<: \*(service|tools)/.exec(text)?.[1];
  return base === undefined ? text : text + (base === 'service' ? shared : wholeOf('tools'));
};

test('every container stops in order, and its log has a limit', () => {
  expect([...services.keys()]).toEqual(
    expect.arrayContaining(['api', 'chat', 'ingest-worker', 'media-worker', 'tools', 'mongodb', 's3']),
  );
  for (const name of services.keys()) {
    if (/_data$|^inside$|^outside$|-data$|^backups:$/.test(name)) continue;
    const text = wholeOf(name);
    if (!text.includes('image:')) continue;
    expect(text, name).toMatch(/stop_grace_period: \d+s/);
    expect(text, name).toContain('logging: *logging');
  }
  expect(compose).toMatch(/max-size: '\d+m', max-file: '\d+'/);
});

test('the tools reach the stores, the data folder and a place for back-ups', () => {
  const tools = wholeOf('tools');
  for (const part of ['inside', 'api-data:/data', ':/backups', 'BACKUP_DIR: /backups', 'target: tools'])
    expect(tools).toContain(part);
  expect(readFileSync(path.join(root, 'Dockerfile'), 'utf8')).toMatch(
    /FROM \S+ AS tools[^]*ENTRYPOINT \["node", "scripts\/persona\.ts"\]/,
  );
});

/** Every file with code, as one text. */
const code = ['libs', 'services']
  .flatMap((part) =>
    readdirSync(path.join(root, part), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.includes('node_modules'))
      .map((file) => readFileSync(path.join(root, part, file), 'utf8')),
  )
  .join('\n');

test.each(['prometheus-rules.yaml', 'grafana.json'])('%s asks only for metrics that there are', (file) => {
  const text = readFileSync(path.join(root, 'deploy', file), 'utf8');
  const names = new Set(
    [...text.matchAll(/\b(persona_[a-z_]+|http_request_[a-z_]+)/g)].map(([, name = '']) =>
      name.replace(/_(bucket|count|sum)$/, ''),
    ),
  );
  expect(names.size).toBeGreaterThan(6);
  for (const name of names) expect(code, name).toContain(`name: '${name}'`);
});

const documents = parseAllDocuments(readFileSync(path.join(root, 'deploy', 'kubernetes.yaml'), 'utf8')).map(
  (document) => {
    expect(document.errors).toEqual([]);
    return document.toJS() as KubernetesObject;
  },
);
interface Container {
  name: string;
  image: string;
  readinessProbe?: { httpGet: { path: string } };
  livenessProbe?: { httpGet: { path: string } };
  securityContext: Record<string, unknown>;
}
interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string };
  data?: Record<string, string>;
  spec?: {
    selector?: { matchLabels?: { part?: string } };
    template?: { spec: Record<string, unknown> & { containers: Container[] } };
  };
}

test('deploy/kubernetes.yaml has every service with probes, a disruption budget and no rights, and no secret', () => {
  const of = (kind: string) => documents.filter((one) => one.kind === kind);
  const deployments = of('Deployment');
  expect(deployments.map(({ metadata }) => metadata.name).toSorted()).toEqual(
    globSync('services/*/src/app.ts', { cwd: root })
      .map((file) => file.split(path.sep)[1] ?? '')
      .toSorted(),
  );
  for (const { metadata, spec } of deployments) {
    const [container] = spec?.template?.spec.containers ?? [];
    expect(container?.readinessProbe?.httpGet.path).toBe('/readyz');
    expect(container?.livenessProbe?.httpGet.path).toBe('/healthz');
    expect(container?.securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
    });
    // What kube-linter holds against manifests is named here as well, as far as these once had it.
    expect(container?.image, 'a version, so that a pod is what was meant').toMatch(/:\d+\.\d+\.\d+$/);
    expect(spec?.template?.spec['affinity']).toMatchObject({
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            podAffinityTerm: {
              topologyKey: 'kubernetes.io/hostname',
              labelSelector: { matchLabels: spec?.selector?.matchLabels },
            },
          },
        ],
      },
    });
    const budget = of('PodDisruptionBudget').find(
      (one) => one.spec?.selector?.matchLabels?.part === metadata.name,
    );
    expect(budget?.spec).toMatchObject({ maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' });
  }
  const [config] = of('ConfigMap');
  for (const name of Object.keys(config?.data ?? {})) expect(settings, name).toHaveProperty(name);
  expect(() => loadConfig(config?.data)).not.toThrow();
  const notice = Number(config?.data?.['STOP_NOTICE_SECONDS']);
  for (const { spec } of deployments)
    expect(spec?.template?.spec['terminationGracePeriodSeconds']).toBeGreaterThan(notice + 30);
  expect(of('Secret')).toEqual([]);
});

test('deploy/secrets.sh makes each of them once, for nobody else to read', async () => {
  const folder = tempFolder();
  onTestFinished(() => folder.remove());
  mkdirSync(path.join(folder.path, 'deploy'));
  const script = path.join(folder.path, 'deploy', 'secrets.sh');
  copyFileSync(path.join(root, 'deploy', 'secrets.sh'), script);
  const file = path.join(folder.path, '.env');
  const make = async () => {
    await run('sh', [script]);
    return parseEnv(readFileSync(file, 'utf8')) as Record<string, string>;
  };
  const first = await make();
  expect(new Set(Object.keys(first))).toEqual(needed);
  for (const value of Object.values(first)) expect(value).toMatch(/^[0-9a-f]{48}$/);
  expect(new Set(Object.values(first)).size).toBe(needed.size);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await make()).toEqual(first);

  // What somebody wrote stays, also without its last newline, and is closed.
  writeFileSync(file, 'PORT=8080\nMONGODB_PASSWORD=chosen\nREDIS_PASSWORD=\nINTERNAL_TOKEN=mine');
  chmodSync(file, 0o644);
  const second = await make();
  expect(second).toMatchObject({ PORT: '8080', MONGODB_PASSWORD: 'chosen', INTERNAL_TOKEN: 'mine' });
  expect(second['REDIS_PASSWORD']).toMatch(/^[0-9a-f]{48}$/);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
