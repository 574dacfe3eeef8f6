package dev.gauntlet.adapters.onnx;

/**
 * Part of an ONNX file that cannot be converted to a kernel. The message names the operator and node. ONNX Runtime may
 * still run the file.
 */
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
