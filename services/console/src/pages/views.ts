import type { ComponentType } from 'preact';
import type { PageName } from '../state/route.ts';
import type { may } from '../state/session.ts';
import { lazy } from '../ui/lazy.tsx';
import { Home } from './home.tsx';

interface View {
  view: ComponentType;
  /** The scope of a key that opens it; null: any. */
  scope: Parameters<typeof may>[0] | null;
}

/** Each page, loaded when it is first opened. */
export const views: Partial<Record<PageName, View>> = {
  home: { view: Home, scope: null },
  talk: { view: lazy(async () => (await import('./talk.tsx')).Talk), scope: 'chat' },
  knowledge: { view: lazy(async () => (await import('./knowledge.tsx')).Knowledge), scope: 'kb' },
  review: { view: lazy(async () => (await import('./review.tsx')).Review), scope: 'review' },
  chats: { view: lazy(async () => (await import('./chats.tsx')).Chats), scope: 'history' },
  unanswered: { view: lazy(async () => (await import('./unanswered.tsx')).Unanswered), scope: 'history' },
  media: { view: lazy(async () => (await import('./media.tsx')).Media), scope: 'media' },
  jobs: { view: lazy(async () => (await import('./jobs.tsx')).Jobs), scope: 'kb' },
  keys: { view: lazy(async () => (await import('./keys.tsx')).Keys), scope: 'admin' },
  widget: { view: lazy(async () => (await import('./widget.tsx')).Widget), scope: 'admin' },
  audit: { view: lazy(async () => (await import('./audit.tsx')).Audit), scope: 'audit' },
  system: { view: lazy(async () => (await import('./system.tsx')).System), scope: null },
};
