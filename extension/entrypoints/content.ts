import { browser } from 'wxt/browser';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { Companion } from '../src/panel/companion';
import type { Notice } from '../src/protocol/messages';
import { newId } from '../src/protocol/ids';
import { ask, askRewrite } from '../src/protocol/worker';

export default defineContentScript({
  matches: ['http://*/*', 'https://*/*'],
  // Before the page's scripts, so that its shortcuts come after our panel's own keys.
  runAt: 'document_start',
  main(ctx) {
    const site = location.hostname;
    const companion = new Companion(
      {
        rewrite: (text, mode, onProgress, signal) => askRewrite({ text, mode, site }, onProgress, signal),
        decide: (decision) => ask('decide', { decision }),
        openPairing: () => void ask('open-pairing', {}),
        newId,
        settings: async () => {
          const answer = await ask('site', { host: site });
          // Without the service worker there is nothing to offer.
          return answer.ok ? answer.value : { on: false, mode: 'polish' };
        },
      },
      ctx.signal,
    );
    const hear = (notice: Notice) => {
      if (notice.kind === 'settings-changed') void companion.refresh();
      else if (notice.kind === 'paired') companion.paired();
      else if (notice.kind === 'open-panel') void companion.openAtFocus();
    };
    browser.runtime.onMessage.addListener(hear);
    ctx.onInvalidated(() => browser.runtime.onMessage.removeListener(hear));
  },
});
