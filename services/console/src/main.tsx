import './styles/index.css';
import { render } from 'preact';
import { App } from './app.tsx';
import { startLanguage } from './i18n/index.ts';
import { startTheme } from './state/theme.ts';

async function start(): Promise<void> {
  startTheme();
  await startLanguage();
  render(<App />, document.getElementById('app')!);
}

void start();
