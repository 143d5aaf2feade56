// <script src="https://host/widget.js" data-key="wk_…" async></script>
import { PersonaWidget } from './widget-element.ts';

const script = (document.currentScript ??
  document.querySelector('script[data-key^="wk_"]')) as HTMLScriptElement | null;
if (script && !customElements.get('persona-widget')) {
  customElements.define('persona-widget', PersonaWidget);
  const widget = document.createElement('persona-widget');
  Object.assign(widget.dataset, script.dataset, { base: new URL('.', script.src).href });
  // A page that names its scripts one by one says itself whether its policy lets media in (data-media).
  if (!script.nonce) widget.dataset['media'] = '';
  // Behind the body, so that it is no child that the rules of the page could count.
  const put = (): void => document.documentElement.append(widget);
  if (document.body) put();
  else addEventListener('DOMContentLoaded', put);
}
