// The most that the vector units give: chains of multiplications beside chains of additions in registers, enough of them
// that none waits for the one before, and a sum that only reads memory. AssemblyScript, compiled by kernels.mjs.
export function multiplyAdd(times: i32): f64 {
  const factor = f64x2.splat(0.9999999),
    term = f64x2.splat(1e-7);
  let a = f64x2.splat(1),
    b = a,
    c = a,
    d = a,
    e = a,
    f = a;
  let p = a,
    q = a,
    r = a,
    s = a,
    t = a,
    u = a;
  for (let i = 0; i < times; i++) {
    a = f64x2.mul(a, factor);
    p = f64x2.add(p, term);
    b = f64x2.mul(b, factor);
    q = f64x2.add(q, term);
    c = f64x2.mul(c, factor);
    r = f64x2.add(r, term);
    d = f64x2.mul(d, factor);
    s = f64x2.add(s, term);
    e = f64x2.mul(e, factor);
    t = f64x2.add(t, term);
    f = f64x2.mul(f, factor);
    u = f64x2.add(u, term);
  }
  a = f64x2.add(f64x2.add(f64x2.add(a, b), f64x2.add(c, d)), f64x2.add(e, f));
  p = f64x2.add(f64x2.add(f64x2.add(p, q), f64x2.add(r, s)), f64x2.add(t, u));
  a = f64x2.add(a, p);
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
