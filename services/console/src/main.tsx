import './styles/index.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { startLanguage } from './i18n/index.ts';
import { startTheme } from './state/theme.ts';
import { nextTask } from './ui/next-task.ts';

async function start(): Promise<void> {
  startTheme();
  await startLanguage();
  // A task of its own: on a slow machine the modules alone take one that can just be borne.
  await nextTask();
  render(<App />, document.getElementById('app')!);
}

void start();
