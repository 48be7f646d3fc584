import { FuseV1Options } from '@electron/fuses';

/** Every fuse of the shipped application and how it is set (C15). A new fuse of Electron is missing here until decided. */
export const fuses: Record<FuseV1Options, boolean> = {
  // The application is never a general Node: its helpers are utility processes.
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  // Off, WebAssembly would check every memory access in code: slower, and no safer.
  [FuseV1Options.WasmTrapHandlers]: true,
};
