/**
 * Native modules: their binaries cannot be bundled, so they alone are shipped as packages.
 * Everything else is bundled: the application starts from a handful of files instead of some
 * thousands, ships only code that it reaches, and nothing is resolved at run time.
 */
export const nativeModules = ['keytar', '@node-rs/argon2', '@photostructure/sqlite'];
