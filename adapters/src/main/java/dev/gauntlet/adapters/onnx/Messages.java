package dev.gauntlet.adapters.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import dev.gauntlet.adapters.foreign.Room;
import java.io.IOException;

/**
 * Estimates the memory of the messages of an ONNX file: a message of two bytes in the file can take far more in Java.
 */
final class Messages {
    private static final int DEEPEST = 100;
    private static final int OBJECT = 120;
    private static final int NUMBER = 8;

    private long taken;

    private Messages() {}

    /**
     * Refuses a file whose messages take more memory than there is.
     *
     * @throws IOException if it is truncated or not a protocol buffer
     */
    static void needRoom(byte[] content) throws IOException {
        new Messages().count(CodedInputStream.newInstance(content), ModelProto.getDescriptor(), 0);
    }

    private void count(CodedInputStream in, Descriptor type, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IOException("its messages are nested more than %d deep".formatted(DEEPEST));
        }
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
            boolean isBlock = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
            if (field == null || !isBlock) {
                take(NUMBER);
                in.skipField(tag);
                continue;
            }
            int length = in.readRawVarint32();
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                take(OBJECT);
                int outer = in.pushLimit(length);
                count(in, field.getMessageType(), depth + 1);
                in.popLimit(outer);
            } else {
                take(field.isPackable() ? (long) NUMBER * length : OBJECT / 2 + (long) length);
                in.skipRawBytes(length);
            }
        }
    }

    private void take(long bytes) {
        taken += bytes;
        Room.need("ONNX model", taken);
    }
}
