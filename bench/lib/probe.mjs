// What this machine can do at most, measured by loops of nothing else, compiled as the kernels are.
import asc from "assemblyscript/asc";

const SOURCE = `
/** n rounds of eight independent chains x ← x a + b of two doubles each: 32 operations a round. */
export function arithmetic(n: i32): f64 {
  const a = f64x2.splat(0.999999), b = f64x2.splat(1e-6);
  let s = f64x2.splat(0.1), t = f64x2.splat(0.2), u = f64x2.splat(0.3), v = f64x2.splat(0.4);
  let w = f64x2.splat(0.5), x = f64x2.splat(0.6), y = f64x2.splat(0.7), z = f64x2.splat(0.8);
  for (let i = 0; i < n; i++) {
    s = f64x2.add(f64x2.mul(s, a), b); t = f64x2.add(f64x2.mul(t, a), b);
    u = f64x2.add(f64x2.mul(u, a), b); v = f64x2.add(f64x2.mul(v, a), b);
    w = f64x2.add(f64x2.mul(w, a), b); x = f64x2.add(f64x2.mul(x, a), b);
    y = f64x2.add(f64x2.mul(y, a), b); z = f64x2.add(f64x2.mul(z, a), b);
  }
  const sum = f64x2.add(f64x2.add(f64x2.add(s, t), f64x2.add(u, v)), f64x2.add(f64x2.add(w, x), f64x2.add(y, z)));
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** Copies bytes, a multiple of 64, one vector after another. */
export function copy(from: usize, to: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += 64) {
    v128.store(to + i, v128.load(from + i));
    v128.store(to + i, v128.load(from + i, 16), 16);
    v128.store(to + i, v128.load(from + i, 32), 32);
    v128.store(to + i, v128.load(from + i, 48), 48);
  }
}
`;

async function compile() {
  const files = new Map([["probe.ts", SOURCE]]);
  const flags = ["--outFile", "probe.wasm", "-O3", "--enable", "simd", "--runtime", "stub", "--initialMemory", "16384"];
  const { error, stderr } = await asc.main(["probe.ts", ...flags], {
    readFile: (name) => files.get(name) ?? null,
    writeFile: (name, content) => files.set(name, content),
    listFiles: () => [],
  });
  if (error) throw new Error(stderr.toString());
  return new WebAssembly.Instance(new WebAssembly.Module(files.get("probe.wasm"))).exports;
}

/** CPU seconds of one run, the least of several: other work on the machine only ever adds. */
export function leastCpuSeconds(run, repeats) {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < repeats; i++) {
    const start = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1e6);
  }
  return least;
}

/**
 * @returns operations a second on doubles in SIMD (an addition or a multiplication of one double is one), and bytes a
 *   second (read and written) of copies whose source and target together have each of the sizes
 */
export async function measureMachine(sizes) {
  const probe = await compile();
  const rounds = 20_000_000;
  const operations = (32 * rounds) / leastCpuSeconds(() => probe.arithmetic(rounds), 7);
  const base = 65536;
  const copies = sizes.map((size) => {
    const half = (size / 2) & ~63;
    const times = Math.max(1, Math.ceil(2 ** 28 / half));
    const run = () => {
      for (let i = 0; i < times; i++) probe.copy(base, base + half, half);
    };
    run();
    return { size, bytesPerSecond: (2 * half * times) / leastCpuSeconds(run, 7) };
  });
  return { operations, copies };
}
