/** Texts about updates of the console (C8). */
export const updates = {
  title: 'Updates',
  check: 'Look for an update',
  download: 'Download it',
  install: 'Close and install',
  unknown: 'Updates are looked for when you ask.',
  checking: 'Looking for an update.',
  current: 'This is the newest version.',
  available: 'Version {{version}} is there.',
  downloading: 'Version {{version}} is being downloaded: {{share}}.',
  ready: 'Version {{version}} is ready. It is installed when the console is closed.',
  failed: {
    unreachable: 'The place of the updates cannot be reached. Try again later.',
    refused: 'The update was refused: its signature or content is not that of the makers of this console. Nothing was installed; tell whoever administers this computer.',
  },
  off: {
    policy: 'Your organization’s policy switches updates off.',
    build: 'This build looks for no updates.',
    packages: 'Updates come with the packages of this system.',
    unsigned: 'This installation is not signed, so it takes no updates.',
  },
} as const;
