import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A file system of its own for one drill. */
export type Mounted = { folder: string; release(): Promise<void> };

/** A file system on a loop device, whose power can fail. */
export type CuttableMount = Mounted & {
  /** Everything that was not yet on the device is lost, at once. */
  cut(): void;
  /** Mounts what is left on the device; whoever used it has to be gone. */
  mountAgain(): void;
};

const withSystemPrograms: NodeJS.ProcessEnv = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`, LC_ALL: 'C' };

/** Runs a program to its end; what it complained about, or undefined when all went well. */
function complaintOf(command: string, parameters: readonly string[]): string | undefined {
  const { status, stderr, error } = spawnSync(command, parameters, { encoding: 'utf8', env: withSystemPrograms });
  if (status === 0) return undefined;
  return error?.message ?? (stderr.trim().split('\n', 1)[0] || `${command} ended with ${status}`);
}

function run(command: string, parameters: readonly string[]): void {
  const complaint = complaintOf(command, parameters);
  if (complaint !== undefined) throw new Error(`${command} ${parameters.join(' ')}: ${complaint}`);
}

/**
 * The shell that holds a mount lives as long as its standard input: when the tests end, however they end, the pipe
 * closes and the mount goes.
 */
const keepers = {
  tmpfs: `mount -t tmpfs -o size="$2",mode=700 quarterdeck-fault "$1" || exit 1
echo ready; cat > /dev/null; umount -l "$1"`,
  loop: `truncate -s "$2" "$3" && device=$(losetup --find --show "$3") || exit 1
trap 'umount -l "$1" 2> /dev/null; losetup -d "$device"' EXIT
mkfs.ext4 -q -F "$device" && mount -t ext4 "$device" "$1" || exit 1
echo "$device"; cat > /dev/null`,
} as const;

async function keep(kind: keyof typeof keepers, size: string): Promise<Mounted & { answer: string }> {
  const outer = mkdtempSync(path.join(tmpdir(), 'quarterdeck-mount-'));
  const folder = path.join(outer, 'data');
  mkdirSync(folder);
  const keeper = spawn('sh', ['-c', keepers[kind], 'keeper', folder, size, path.join(outer, 'image')], { stdio: ['pipe', 'pipe', 'pipe'], env: withSystemPrograms, detached: true });
  const exited = new Promise<void>((resolve) => keeper.once('exit', () => resolve()));
  let complaint = '';
  keeper.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const answer = await Promise.race([new Promise<string>((resolve) => keeper.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()))), exited.then(() => '')]);
  if (answer === '') {
    rmSync(outer, { recursive: true, force: true });
    throw new Error(complaint.trim().split('\n', 1)[0] || 'the mount failed');
  }
  const release = async (): Promise<void> => {
    keeper.stdin.end();
    await exited;
    rmSync(path.join(outer, 'image'), { force: true });
    rmdirSync(folder);
    rmdirSync(outer);
  };
  return { folder, answer, release };
}

/** A file system in memory that holds so much, such as `4m`. */
export const mountTmpfs = async (size: string): Promise<Mounted> => keep('tmpfs', size);

/** A file system on a loop device. */
export async function mountLoop(size: string): Promise<CuttableMount> {
  const { folder, answer: device, release } = await keep('loop', size);
  return {
    folder,
    release,
    cut: () => run('xfs_io', ['-x', '-c', 'shutdown', folder]),
    mountAgain: () => {
      run('umount', [folder]);
      run('mount', ['-t', 'ext4', device, folder]);
    },
  };
}

/** Why a drill with mounts cannot run here; undefined when it can. */
export async function mountsRefused(kind: 'tmpfs' | 'power cut'): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'only Linux has such mounts';
  if (process.getuid?.() !== 0) return 'only root may mount';
  try {
    if (kind === 'tmpfs') {
      await (await mountTmpfs('64k')).release();
      return undefined;
    }
    const missing = ['losetup', 'mkfs.ext4', 'xfs_io'].find((program) => complaintOf('sh', ['-c', `command -v ${program}`]) !== undefined);
    if (missing !== undefined) return `${missing} is not installed`;
    const probe = await mountLoop('16m');
    try {
      probe.cut();
      probe.mountAgain();
    } finally {
      await probe.release();
    }
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
