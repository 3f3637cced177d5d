// The most that the vector units give: eight independent chains of multiply and add in registers, and a sum that
// only reads memory. AssemblyScript, compiled by kernels.mjs.
export function multiplyAdd(times: i32): f64 {
  let a = f64x2.splat(1),
    b = a,
    c = a,
    d = a,
    e = a,
    f = a,
    g = a,
    h = a;
  const factor = f64x2.splat(0.999999),
    term = f64x2.splat(1e-7);
  for (let i = 0; i < times; i++) {
    a = f64x2.add(f64x2.mul(a, factor), term);
    b = f64x2.add(f64x2.mul(b, factor), term);
    c = f64x2.add(f64x2.mul(c, factor), term);
    d = f64x2.add(f64x2.mul(d, factor), term);
    e = f64x2.add(f64x2.mul(e, factor), term);
    f = f64x2.add(f64x2.mul(f, factor), term);
    g = f64x2.add(f64x2.mul(g, factor), term);
    h = f64x2.add(f64x2.mul(h, factor), term);
  }
  a = f64x2.add(f64x2.add(f64x2.add(a, b), f64x2.add(c, d)), f64x2.add(f64x2.add(e, f), f64x2.add(g, h)));
  return f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
}

export function sum(bytes: usize): f64 {
  let a = f64x2.splat(0),
    b = a,
    c = a,
    d = a;
  for (let at: usize = 0; at < bytes; at += 64) {
    a = f64x2.add(a, v128.load(at));
    b = f64x2.add(b, v128.load(at, 16));
    c = f64x2.add(c, v128.load(at, 32));
    d = f64x2.add(d, v128.load(at, 48));
  }
  a = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
  return f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
}
