// Runs the services that are named in one process: node run-services.mjs chat media-worker. Plain JavaScript,
// because the program that a process begins with is compiled apart from what it imports, see compile.ts.
import { services } from './programs.ts';

await Promise.all(process.argv.slice(2).map((name) => services[name]()));
