import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { accepts, startServerProcess, type ServerProcess } from '@persona/testing';

const deploy = path.join(import.meta.dirname, '../../deploy');

export interface ProxyOptions {
  /** Where its files go. */
  folder: string;
  /** The port that it serves with TLS. */
  port: number;
  /** The port of the gateway on this machine. */
  gateway: number;
  /** The path of the site under which the gateway is, without a slash at its end; empty for a whole site. */
  basePath: string;
  /** Whether the proxy takes that path away before it passes a request on. */
  removesPath: boolean;
}

/** Makes a certificate of its own authority for `localhost` and returns its file. */
export function makeCertificate(folder: string): string {
  const [key, certificate] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=localhost',
      '-addext',
      'subjectAltName=DNS:localhost',
      '-keyout',
      key,
      '-out',
      certificate,
    ],
    { stdio: 'ignore' },
  );
  return certificate;
}

/** The proxies by name; each is started with the project's own file, in which only names and ports differ. */
export const proxies = {
  nginx: async ({ folder, port, gateway, basePath, removesPath }: ProxyOptions): Promise<ServerProcess> => {
    const whole = 'location / {\n    proxy_pass http://persona;\n  }';
    const place = `location ${basePath}/ {\n    proxy_pass http://persona${removesPath ? '/' : ''};\n  }`;
    const config = replaced(readFileSync(path.join(deploy, 'nginx.conf'), 'utf8'), [
      [/server \{\n {2}listen 80;[^}]*\}\n/, ''],
      [/127\.0\.0\.1:3000/, `127.0.0.1:${gateway}`],
      [/listen 443/, `listen 127.0.0.1:${port}`],
      [/server_name persona\.example\.org/, 'server_name localhost'],
      [/\/etc\/ssl\/persona\/fullchain\.pem/, `${folder}/cert.pem`],
      [/\/etc\/ssl\/persona\/privkey\.pem/, `${folder}/key.pem`],
      [whole, basePath === '' ? whole : place],
    ]);
    mkdirSync(path.join(folder, 'nginx'), { recursive: true });
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
      .map((name) => `${name}_temp_path ${folder}/nginx/${name};`)
      .join(' ');
    const file = path.join(folder, 'nginx.conf');
    writeFileSync(
      file,
      `daemon off; pid ${folder}/nginx/pid; error_log ${folder}/nginx/error.log; events {}\nhttp { access_log off; ${temporary}\n${config}}\n`,
    );
    return startServerProcess({
      command: 'nginx',
      args: ['-e', `${folder}/nginx/error.log`, '-p', folder, '-c', file],
      ready: () => accepts({ port, host: '127.0.0.1' }),
    });
  },
  caddy: async ({ folder, port, gateway, basePath, removesPath }: ProxyOptions): Promise<ServerProcess> => {
    const proxy =
      /reverse_proxy [^}]*\}/.exec(readFileSync(path.join(deploy, 'Caddyfile'), 'utf8'))?.[0] ?? '';
    const place = `${removesPath ? 'handle_path' : 'handle'} ${basePath}/* {\n${proxy}\n}`;
    const config = replaced(readFileSync(path.join(deploy, 'Caddyfile'), 'utf8'), [
      [proxy, basePath === '' ? proxy : place],
      [
        /^persona\.example\.org \{/m,
        `https://localhost:${port} {\n\ttls ${folder}/cert.pem ${folder}/key.pem`,
      ],
      [/127\.0\.0\.1:3000/, `127.0.0.1:${gateway}`],
    ]);
    const file = path.join(folder, 'Caddyfile');
    writeFileSync(file, `{\n\tadmin off\n\tauto_https disable_redirects\n}\n${config}`);
    return startServerProcess({
      command: 'caddy',
      args: ['run', '--adapter', 'caddyfile', '--config', file],
      env: { XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
      ready: () => accepts({ port, host: '127.0.0.1' }),
    });
  },
} satisfies Record<string, (options: ProxyOptions) => Promise<ServerProcess>>;

/** Throws where a text is not there: then the project's file has changed, and this one has to follow it. */
function replaced(text: string, changes: readonly (readonly [RegExp | string, string])[]): string {
  return changes.reduce((before, [from, to]) => {
    const after = before.replace(from, () => to);
    if (after === before && from !== to) throw new Error(`There is no ${from} to replace.`);
    return after;
  }, text);
}
