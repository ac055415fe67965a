import { defineConfig } from 'wxt';

export default defineConfig({
  // Built into the Python package, so that installing Ownvoice brings the extension along.
  outDir: '../server/built_extension',
  imports: false,
  manifest: {
    name: 'Ownvoice',
    description: 'Polishes what you write and keeps it sounding like you. Everything stays on this computer.',
    minimum_chrome_version: '117',
    permissions: ['storage', 'activeTab'],
    host_permissions: ['http://127.0.0.1/*', 'http://localhost/*'],
    commands: {
      'open-panel': {
        suggested_key: { default: 'Alt+Shift+O' },
        description: 'Open Ownvoice for the field you are writing in',
      },
    },
    action: { default_title: 'Ownvoice' },
  },
});
