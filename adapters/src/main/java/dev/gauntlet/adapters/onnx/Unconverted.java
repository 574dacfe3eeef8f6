package dev.gauntlet.adapters.onnx;

/** What an ONNX file holds that none of our kernels is, named by operator and node; ONNX Runtime may run it all the same. */
public final class Unconverted extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    Unconverted(String what) {
        super(what);
    }

    public static void unless(boolean converted, String what) {
        if (!converted) {
            throw new Unconverted(what);
        }
    }
}
